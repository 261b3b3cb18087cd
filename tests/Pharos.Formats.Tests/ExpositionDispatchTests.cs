using System.Text;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Tests.Protobuf;
using Pharos.Formats.Text;

namespace Pharos.Formats.Tests;

public sealed class ExpositionDispatchTests
{
    private static readonly byte[] Protobuf = MetricFamilyGenerator.Delimited(
        [ProtobufEntries.Parse("""{ "name": "x", "type": "GAUGE", "metric": [ { "gauge": { "value": 2 } } ] }""")]);

    [Fact]
    public void Read_EachMedia_RunsItsReader()
    {
        Assert.Equal(["type x gauge", """series {__name__="x"} 2 ts=5 st=0"""], Lines(ExpositionMedia.PrometheusText, "# TYPE x gauge\nx 2 5\n"u8));
        Assert.Equal(
            ["type x gauge", """series {__name__="x"} 2 ts=5000 st=0"""],
            Lines(ExpositionMedia.OpenMetrics, "# TYPE x gauge\nx 2 5\n# EOF\n"u8));
        Assert.Equal(["help x ", "type x gauge", """series {__name__="x"} 2 ts=none st=0"""], Lines(ExpositionMedia.Protobuf, Protobuf));
    }

    [Fact]
    public void Read_Options_ReachTheReader()
    {
        var options = new ExpositionOptions { AddTypeAndUnitLabels = true };
        foreach (var lines in (List<string>[])
            [Lines(ExpositionMedia.PrometheusText, "# TYPE x gauge\nx 2\n"u8, options), Lines(ExpositionMedia.Protobuf, Protobuf, options)])
        {
            Assert.Equal("""series {__name__="x", __type__="gauge"} 2 ts=none st=0""", lines[^1]);
        }
    }

    [Theory]
    [InlineData(ExpositionMedia.PrometheusText, "")]
    [InlineData(ExpositionMedia.OpenMetrics, "# EOF\n")]
    public void Read_TextWithConversion_GivesNativeHistograms(ExpositionMedia media, string end)
    {
        const string Text = "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 3\nh_sum 2\nh_count 3\n";
        var lines = Lines(media, Encoding.UTF8.GetBytes(Text + end), new ExpositionOptions { ConvertClassicHistograms = true });
        Assert.Equal(
            ["type h histogram", """histogram {__name__="h"} {hint:0 schema:-53 zero:0/0 count:3 sum:2 +[0:2](1,1) -[]() custom:1} ts=none st=0"""],
            lines);
    }

    [Fact]
    public void Read_MutableStructAsConsumer_KeepsItsState()
    {
        var counter = default(SeriesCounter);
        ExpositionDispatch.Read(ExpositionMedia.PrometheusText, "a 1\nb 2\n"u8, new ExpositionScratch(), ExpositionOptions.Default, ref counter);
        Assert.Equal(2, counter.Count);
    }

    [Fact]
    public void Read_BrokenExposition_ThrowsThrough() =>
        Assert.Throws<ExpositionException>(() => Lines(ExpositionMedia.OpenMetrics, "x 1\n"u8));

    private static List<string> Lines(ExpositionMedia media, ReadOnlySpan<byte> exposition, ExpositionOptions? options = null)
    {
        var consumer = new DumpConsumer();
        ExpositionDispatch.Read(media, exposition, new ExpositionScratch(), options ?? ExpositionOptions.Default, ref consumer);
        return consumer.Lines;
    }

    private struct SeriesCounter : IExpositionConsumer
    {
        public int Count { get; private set; }

        public void Consume<TReader>(ref TReader reader)
            where TReader : IExpositionReader, allows ref struct
        {
            while (reader.Read())
            {
                Count++;
            }
        }
    }
}
