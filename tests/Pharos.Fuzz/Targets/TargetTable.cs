using Pharos.Formats.Negotiation;

namespace Pharos.Fuzz.Targets;

/// <summary>All targets. A new one is a class and a line here.</summary>
internal static class TargetTable
{
    public static IReadOnlyList<Func<IFuzzTarget>> All { get; } =
    [
        static () => new PrometheusTextTarget(),
        static () => new OpenMetricsTarget(),
        static () => new ProtobufTarget(),
        static () => new ClassicConversionTarget(ExpositionMedia.PrometheusText),
        static () => new ClassicConversionTarget(ExpositionMedia.OpenMetrics),
        static () => new ClassicConversionTarget(ExpositionMedia.Protobuf),
        static () => new RegexTarget(),
        static () => new RelabelTarget(),
        static () => new FloatTarget(),
        static () => new DurationTarget(),
        static () => new TimeTarget(),
        static () => new ByteSizeTarget(),
        static () => new ConfigurationTarget(),
        static () => new ServerConfigurationTarget(),
        static () => new NegotiationTarget(),
        static () => new FlagsTarget(),
        static () => new HistogramTarget(),
        static () => new EscapingTarget(),
        static () => new NumberWriterTarget(),
        static () => new HistogramWriterTarget(),
        static () => new ChunkTarget(),
        static () => new SnappyTarget(),
        static () => new WalPageTarget(),
        static () => new WalRecordTarget(),
        static () => new WalSegmentTarget(),
        static () => new SnapshotRecordTarget(),
        static () => new IndexTarget(),
        static () => new ChunkSegmentTarget(),
        static () => new TombstonesTarget(),
        static () => new BlockMetaTarget(),
        static () => new PromQLTarget(),
        static () => new SeriesDescriptionTarget(),
        static () => new DnsTarget(),
        static () => new TemplateTarget(),
        static () => new RemoteWriteTarget(isVersion2: false),
        static () => new RemoteWriteTarget(isVersion2: true),
    ];
}
