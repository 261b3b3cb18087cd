using Pharos.Formats;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Text;

namespace Pharos.Fuzz.Targets;

/// <summary>Classic histograms made native, whatever the format.</summary>
internal sealed class ClassicConversionTarget(ExpositionMedia media) : IFuzzTarget
{
    private static readonly ExpositionOptions[] Options =
    [
        new() { ConvertClassicHistograms = true },
        new() { ConvertClassicHistograms = true, KeepClassicHistograms = true, SkipCreatedSeries = true },
    ];

    private readonly ExpositionScratch _scratch = new();
    private readonly ExpositionReading _reading = new();

    public string Name => media switch
    {
        ExpositionMedia.PrometheusText => "classic-prometheus-text",
        ExpositionMedia.OpenMetrics => "classic-openmetrics",
        _ => "classic-protobuf",
    };

    public IEnumerable<byte[]> Seeds => media switch
    {
        ExpositionMedia.PrometheusText => [Targets.Seeds.Bytes(Targets.Seeds.PrometheusText)],
        ExpositionMedia.OpenMetrics => [Targets.Seeds.Bytes(Targets.Seeds.OpenMetrics)],
        _ => ProtobufSeeds.All,
    };

    public IReadOnlyList<byte[]> Tokens => HasLengths ? ProtobufSeeds.Tokens : Targets.Seeds.TextTokens;

    public bool HasLengths => media == ExpositionMedia.Protobuf;

    public string? ConformanceFiles => media switch
    {
        ExpositionMedia.PrometheusText => ".237mfs.prom.txt",
        ExpositionMedia.OpenMetrics => ".om.txt",
        _ => null,
    };

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        foreach (var options in Options)
        {
            var consumer = new Consumer(_reading, input, outcome);
            ExpositionDispatch.Read(media, input, _scratch, options, ref consumer);
        }
    }

    private readonly ref struct Consumer(ExpositionReading reading, ReadOnlySpan<byte> input, FuzzOutcome outcome) : IExpositionConsumer
    {
        private readonly ReadOnlySpan<byte> _input = input;

        public void Consume<TReader>(ref TReader reader)
            where TReader : IExpositionReader, allows ref struct => reading.Read(ref reader, _input, outcome);
    }
}
