using Pharos.Formats;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Fuzz.Targets;

/// <summary>Reads Prometheus text, writes its samples in each format, and reads them again.</summary>
internal sealed class NumberWriterTarget : IFuzzTarget
{
    /// <summary>Beyond this the seconds of OpenMetrics have no milliseconds any more.</summary>
    private const long MaxTimestampMs = 1L << 51;

    private readonly ExpositionScratch _scratch = new();
    private readonly LabelsBuilder _labels = new();

    public string Name => "write-numbers";

    public IEnumerable<byte[]> Seeds => [Targets.Seeds.Bytes(Targets.Seeds.PrometheusText)];

    public IReadOnlyList<byte[]> Tokens => Targets.Seeds.TextTokens;

    public string ConformanceFiles => ".prom.txt";

    /// <summary>The samples are kept, thrice, with texts to compare.</summary>
    public long AllocationLimit(int inputLength) => 4096L * inputLength + (1 << 20);

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var reader = new PrometheusTextReader(input, _scratch);
        var samples = new List<WrittenSample>();
        try
        {
            Collect(ref reader, samples);
        }
        catch (ExpositionException error)
        {
            // Those before it are good.
            outcome.Error(error);
        }

        samples.RemoveAll(static sample => sample.TimestampMs is < -MaxTimestampMs or > MaxTimestampMs);
        Check(samples, ExpositionFormat.PrometheusText100, outcome);
        Check(samples, ExpositionFormat.OpenMetricsText100, outcome);
        Check(samples, ExpositionFormat.PrometheusProto, outcome);
    }

    private void Check(List<WrittenSample> samples, ExpositionFormat format, FuzzOutcome outcome)
    {
        var bytes = new ByteBuffer();
        var writer = new NegotiatedFormat(format, EscapingScheme.AllowUtf8).NewWriter(bytes);
        foreach (var sample in samples)
        {
            writer.BeginFamily(sample.Name, MetricType.Gauge, "Help \\ \n \" text."u8, default);
            writer.Number(sample.Labels.View, new NumberPoint { Value = sample.Value, TimestampMs = sample.TimestampMs });
        }

        writer.Complete();
        outcome.Result(bytes.Written);
        var consumer = new Collector(this);
        ExpositionDispatch.Read(ExpositionFormats.Media(format), bytes.Written, _scratch, ExpositionOptions.Default, ref consumer);
        var hasTimestampZero = format != ExpositionFormat.PrometheusProto;
        BrokenInvariantException.Require(
            samples.Select(sample => sample.Key(hasTimestampZero)).SequenceEqual(consumer.Samples.Select(sample => sample.Key(hasTimestampZero))),
            $"{format} does not give back what was written");
        outcome.Feature(1, (ulong)format << 8 | (uint)Math.Min(samples.Count, 8));
    }

    private void Collect<TReader>(ref TReader reader, List<WrittenSample> samples)
        where TReader : IExpositionReader, allows ref struct
    {
        while (reader.Read())
        {
            if (reader.Entry != ExpositionEntry.Series)
            {
                continue;
            }

            reader.ReadLabels(_labels);
            var name = _labels.Get(LabelNames.MetricName).ToArray();

            // The reader leaves it to the scrape to refuse what is no UTF-8.
            if (name.Length > 0 && !_labels.HasDuplicateNames() && NameValidation.AreValid(_labels.View(), NameValidationScheme.Utf8))
            {
                _labels.Remove(LabelNames.MetricName);
                samples.Add(new WrittenSample(name, _labels.ToLabels(), reader.Value, reader.HasTimestamp ? reader.TimestampMs : null));
            }
        }
    }

    private readonly struct Collector(NumberWriterTarget target) : IExpositionConsumer
    {
        public List<WrittenSample> Samples { get; } = [];

        public void Consume<TReader>(ref TReader reader)
            where TReader : IExpositionReader, allows ref struct => target.Collect(ref reader, Samples);
    }
}
