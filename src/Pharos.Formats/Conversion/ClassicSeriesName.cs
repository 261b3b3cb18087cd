namespace Pharos.Formats.Conversion;

/// <summary>Which part of a classic histogram a series holds.</summary>
public enum ClassicPart : byte
{
    None,
    Bucket,
    Sum,
    Count,
}

/// <summary>The names of the series that make up a classic histogram.</summary>
public static class ClassicSeriesName
{
    /// <summary>Splits a name into the histogram's and the part; a name without a suffix of histograms stays whole.</summary>
    public static ClassicPart Split(ReadOnlySpan<byte> seriesName, out ReadOnlySpan<byte> histogramName)
    {
        var part = seriesName.EndsWith("_bucket"u8) ? ClassicPart.Bucket
            : seriesName.EndsWith("_sum"u8) ? ClassicPart.Sum
            : seriesName.EndsWith("_count"u8) ? ClassicPart.Count
            : ClassicPart.None;
        var suffix = part switch
        {
            ClassicPart.Bucket => "_bucket".Length,
            ClassicPart.Sum => "_sum".Length,
            ClassicPart.Count => "_count".Length,
            _ => 0,
        };
        histogramName = seriesName[..^suffix];
        return part;
    }
}
