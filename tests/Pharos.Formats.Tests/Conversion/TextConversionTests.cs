using System.Text;
using Pharos.Formats.Conversion;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Text;
using Pharos.Model;

namespace Pharos.Formats.Tests.Conversion;

/// <summary>The converter on the readers that it is for.</summary>
public sealed class TextConversionTests
{
    private static readonly ExpositionOptions Options = new() { ConvertClassicHistograms = true, SkipCreatedSeries = true };

    [Fact]
    public void Read_OpenMetrics_BringsExemplarsAndStart()
    {
        var text = """
            # TYPE h histogram
            h_bucket{le="0.5"} 1 # {id="a"} 0.25 3.5
            h_bucket{le="+Inf"} 4
            h_sum 2.5
            h_count 4
            h_created 1000.5
            # EOF

            """u8;
        var reader = new ClassicHistogramConverter<OpenMetricsReader>(
            new OpenMetricsReader(text, new ExpositionScratch(), Options), new ClassicHistogramScratch(), Options);
        var labels = new LabelsBuilder();

        Assert.True(reader.Read());
        Assert.Equal(ExpositionEntry.Type, reader.Entry);
        Assert.True(reader.Read());
        Assert.Equal("{count:4, sum:2.5, [-Inf,0.5]:1, (0.5,+Inf]:3}", reader.Histogram!.ToString());
        Assert.Equal(1_000_500, reader.ReadStartTimestamp());
        Assert.True(reader.ReadExemplar(labels, out var exemplar));
        Assert.Equal(new ExemplarValue(0.25, true, 3500), exemplar);
        Assert.False(reader.ReadExemplar(labels, out _));
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Dispatch_ConversionAskedFor_LendsTheConverter(bool converts, int expected)
    {
        var counter = new HistogramCounter();
        var options = new ExpositionOptions { ConvertClassicHistograms = converts };
        var text = "# TYPE h histogram\nh_count 4\nh_sum 2\n"u8;
        ExpositionDispatch.Read(ExpositionMedia.PrometheusText, text, new ExpositionScratch(), options, ref counter);
        Assert.Equal(expected, counter.Count);
    }

    [Fact]
    public void Read_BrokenLineBehindAHistogram_Throws()
    {
        var text = "# TYPE h histogram\nh_count 4\nh_sum x\n"u8.ToArray();
        Assert.Throws<ExpositionException>(() =>
        {
            var reader = Convert(text, new ExpositionScratch(), new ClassicHistogramScratch());
            while (reader.Read())
            {
                Assert.NotEqual(ExpositionEntry.Histogram, reader.Entry);
            }
        });
    }

    /// <summary>Half the series are histograms; what they cost beside themselves is nothing.</summary>
    [Fact]
    public void Read_ManySeries_AllocatesOnlyTheHistograms()
    {
        var text = new StringBuilder("# TYPE h histogram\n");
        const int Histograms = 100;
        for (var i = 0; i < Histograms; i++)
        {
            for (var bound = 1; bound <= 10; bound++)
            {
                text.Append($"h_bucket{{path=\"/{i}\",le=\"{bound}\"}} {bound * 3}\n");
            }

            text.Append($"h_bucket{{path=\"/{i}\",le=\"+Inf\"}} 31\nh_sum{{path=\"/{i}\"}} 4\nh_count{{path=\"/{i}\"}} 31\n");
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var scratch = new ExpositionScratch();
        var conversion = new ClassicHistogramScratch();
        Assert.Equal(Histograms, CountHistograms(bytes, scratch, conversion));
        CountHistograms(bytes, scratch, conversion);

        var before = GC.GetAllocatedBytesForCurrentThread();
        CountHistograms(bytes, scratch, conversion);
        var perHistogram = (GC.GetAllocatedBytesForCurrentThread() - before) / Histograms;

        // The object, a span array, eleven buckets: about 270 bytes. The thirteen lines add nothing.
        Assert.InRange(perHistogram, 200, 320);
    }

    private static ClassicHistogramConverter<PrometheusTextReader> Convert(
        ReadOnlySpan<byte> text, ExpositionScratch scratch, ClassicHistogramScratch conversion) =>
        new(new PrometheusTextReader(text, scratch, Options), conversion, Options);

    private static int CountHistograms(byte[] text, ExpositionScratch scratch, ClassicHistogramScratch conversion)
    {
        var reader = Convert(text, scratch, conversion);
        var count = 0;
        while (reader.Read())
        {
            count += reader.Entry == ExpositionEntry.Histogram ? 1 : 0;
        }

        return count;
    }

    private struct HistogramCounter : IExpositionConsumer
    {
        public int Count { get; private set; }

        public void Consume<TReader>(ref TReader reader)
            where TReader : IExpositionReader, allows ref struct
        {
            while (reader.Read())
            {
                Count += reader.Entry == ExpositionEntry.Histogram ? 1 : 0;
            }
        }
    }
}
