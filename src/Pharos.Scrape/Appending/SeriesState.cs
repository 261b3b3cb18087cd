using Pharos.Storage;

namespace Pharos.Scrape.Appending;

[Flags]
internal enum SeriesFlags : byte
{
    None = 0,

    /// <summary>Labels were read and relabelled.</summary>
    IsKnown = 1,

    /// <summary>Relabelling drops the series.</summary>
    IsDropped = 2,

    /// <summary>In the round the state names, the series had a sample whose end has to be marked.</summary>
    IsTracked = 4,

    /// <summary>The same in the last scrape that went well.</summary>
    IsAlive = 8,
}

/// <summary>What is kept of each line of a target that is a series.</summary>
internal struct SeriesState
{
    public SeriesRef Series;

    /// <summary>The last round that the line stood in.</summary>
    public int Round;

    public SeriesFlags Flags;

    public readonly bool Is(SeriesFlags flag) => (Flags & flag) != SeriesFlags.None;
}
