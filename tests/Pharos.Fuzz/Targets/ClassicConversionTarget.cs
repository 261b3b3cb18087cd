using System.Diagnostics;
using Pharos.Formats;
using Pharos.Formats.Conversion;
using Pharos.Formats.Negotiation;
using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;

namespace Pharos.Fuzz.Targets;

/// <summary>Classic histograms made native, over the reader of one format.</summary>
internal sealed class ClassicConversionTarget(ExpositionMedia media) : IFuzzTarget
{
    private static readonly ExpositionOptions[] Options =
    [
        new() { ConvertClassicHistograms = true },
        new() { ConvertClassicHistograms = true, KeepClassicHistograms = true, SkipCreatedSeries = true },
    ];

    private readonly ExpositionScratch _scratch = new();
    private readonly ClassicHistogramScratch _classicScratch = new();
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
            switch (media)
            {
                case ExpositionMedia.PrometheusText:
                    Convert(new PrometheusTextReader(input, _scratch, options), input, options, outcome);
                    break;
                case ExpositionMedia.OpenMetrics:
                    Convert(new OpenMetricsReader(input, _scratch, options), input, options, outcome);
                    break;
                case ExpositionMedia.Protobuf:
                    Convert(new ProtobufReader(input, _scratch, options), input, options, outcome);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    private void Convert<TReader>(TReader inner, ReadOnlySpan<byte> input, ExpositionOptions options, FuzzOutcome outcome)
        where TReader : IExpositionReader, allows ref struct
    {
        var reader = new ClassicHistogramConverter<TReader>(inner, _classicScratch, options);
        _reading.Read(ref reader, input, outcome);
    }
}
