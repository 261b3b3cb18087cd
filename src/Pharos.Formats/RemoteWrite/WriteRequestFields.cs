namespace Pharos.Formats.RemoteWrite;

/// <summary>The fields of <c>prometheus.WriteRequest</c>, version 1.</summary>
public static class WriteRequestFields
{
    public const int Series = 1;
    public const int Metadata = 3;

    public const int SeriesSample = 2;
    public const int SeriesExemplar = 3;
    public const int SeriesHistogram = 4;

    public const int ExemplarValue = 2;
    public const int ExemplarTimestamp = 3;
}

/// <summary>The fields of <c>io.prometheus.write.v2.Request</c>.</summary>
public static class WriteRequest2Fields
{
    public const int Symbol = 4;
    public const int Series = 5;

    public const int SeriesLabels = 1;
    public const int SeriesSample = 2;
    public const int SeriesHistogram = 3;
    public const int SeriesExemplar = 4;
    public const int SeriesMetadata = 5;

    public const int ExemplarLabels = 1;
    public const int ExemplarValue = 2;
    public const int ExemplarTimestamp = 3;

    public const int MetadataType = 1;
    public const int MetadataHelp = 3;
    public const int MetadataUnit = 4;
}
