namespace Pharos.Scrape.Appending;

/// <summary>What a scrape brought.</summary>
internal struct ScrapeCounts
{
    /// <summary>Samples in the exposition.</summary>
    public int Total;

    /// <summary>Samples that relabelling left.</summary>
    public int Kept;

    /// <summary>Series that the target had not exposed before.</summary>
    public int NewSeries;

    public int OutOfOrder;
    public int Duplicates;
    public int OutOfBounds;
    public int ExemplarsOutOfOrder;
}
