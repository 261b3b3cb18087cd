using Io.Prometheus.Client;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Tests.Protobuf;
using Pharos.Formats.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Tests.Writing;

/// <summary>Any families, written by each writer and read again, are the samples that the protobuf reader makes of the originals.</summary>
public sealed class RoundTripTests
{
    private const int Seeds = 400;

    [Fact]
    public void Protobuf_AnyFamilies_ComeBackAsTheyWere()
    {
        var options = new ExpositionOptions { KeepClassicHistograms = true };
        for (var seed = 0; seed < Seeds; seed++)
        {
            var families = Families(seed);
            Assert.Equal(
                ProtobufEntries.Of(MetricFamilyGenerator.Delimited(families), options),
                Lines(ExpositionMedia.Protobuf, Write(ExpositionFormat.PrometheusProto, families), options));
        }
    }

    [Fact]
    public void PrometheusText_AnyFamilies_ComeBackWithoutWhatTheFormatLacks()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var families = Families(seed);
            var lines = Lines(ExpositionMedia.PrometheusText, Write(ExpositionFormat.PrometheusText100, families));
            Assert.Equal(Sorted(Samples(families)).Select(WithoutStart), Sorted(lines).Select(WithoutStart));
        }

        static string WithoutStart(string line) => line[..line.IndexOf(" st=", StringComparison.Ordinal)];
    }

    [Fact]
    public void OpenMetrics_AnyFamilies_ComeBackWithStartTimesAndExemplars()
    {
        var options = new ExpositionOptions { SkipCreatedSeries = true };
        for (var seed = 0; seed < Seeds; seed++)
        {
            var families = Families(seed);
            families.ForEach(KeepWhatOpenMetricsHas);
            var lines = Lines(ExpositionMedia.OpenMetrics, Write(ExpositionFormat.OpenMetricsText100, families), options);
            Assert.Equal(Sorted(Samples(families)), Sorted(lines));
        }
    }

    private static List<MetricFamily> Families(int seed) => new MetricFamilyGenerator(seed) { IsTidy = true }.Families();

    private static byte[] Write(ExpositionFormat format, List<MetricFamily> families)
    {
        var bytes = new ByteBuffer();
        var negotiated = new NegotiatedFormat(format, EscapingScheme.AllowUtf8);
        var writer = negotiated.NewWriter(bytes, writesCreatedLines: true);
        MetricFamilyFeed.Write(families, negotiated.Escape(writer));
        writer.Complete();
        return bytes.ToArray();
    }

    private static List<string> Samples(List<MetricFamily> families) =>
        ProtobufEntries.Of(MetricFamilyGenerator.Delimited(families), new ExpositionOptions { IgnoreNativeHistograms = true });

    private static List<string> Lines(ExpositionMedia media, byte[] exposition, ExpositionOptions? options = null)
    {
        var consumer = new DumpConsumer();
        ExpositionDispatch.Read(media, exposition, new ExpositionScratch(), options ?? ExpositionOptions.Default, ref consumer);
        return consumer.Lines;
    }

    /// <summary>
    /// Formats differ in the order of the lines of a metric. A timestamp of 0 and minus zero are things that protobuf or text lack.
    /// </summary>
    private static string[] Sorted(IEnumerable<string> lines) =>
    [
        .. lines.Where(line => line.StartsWith("series ", StringComparison.Ordinal))
            .Select(line => line.Replace(" ts=0 ", " ts=none ").Replace("} -0 ", "} 0 "))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Whole seconds, since the format has floats there; no gauge histograms, which have no start times; counters with their ending;
    /// exemplars with labels, in which Prometheus does not undo escapes.
    /// </summary>
    private static void KeepWhatOpenMetricsHas(MetricFamily family)
    {
        if (family.Type == MetricType.GaugeHistogram)
        {
            family.Type = MetricType.Histogram;
        }

        if (family.Type == MetricType.Counter && !family.Name.EndsWith("_total", StringComparison.Ordinal))
        {
            family.Name += "_total";
        }

        foreach (var metric in family.Metric)
        {
            metric.TimestampMs -= metric.TimestampMs % 1000;
            foreach (var bucket in metric.Histogram?.Bucket ?? [])
            {
                bucket.Exemplar = Kept(bucket.Exemplar);
            }

            if (metric.Counter != null)
            {
                metric.Counter.Exemplar = Kept(metric.Counter.Exemplar);
            }

            foreach (var time in new[] { metric.Counter?.StartTimestamp, metric.Summary?.StartTimestamp, metric.Histogram?.StartTimestamp })
            {
                if (time != null)
                {
                    time.Nanos = 0;
                }
            }
        }

        static Exemplar? Kept(Exemplar? exemplar)
        {
            if (exemplar?.Timestamp != null)
            {
                exemplar.Timestamp.Nanos = 0;
            }

            var trace = exemplar?.Label.Where(label => label.Name == "trace_id").ToArray();
            exemplar?.Label.Clear();
            exemplar?.Label.AddRange(trace);
            return exemplar?.Label.Count > 0 ? exemplar : null;
        }
    }
}
