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
