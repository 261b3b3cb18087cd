namespace Pharos.Scrape.Targets;

public enum TargetHealth : byte
{
    Unknown,
    Up,
    Down,
}

/// <summary>How the last scrape of a target went. One loop writes, anybody reads.</summary>
public sealed class TargetStatus
{
    private volatile LastScrape _last = new(TargetHealth.Unknown, null, TimeSpan.Zero, "");

    public LastScrape Last
    {
        get => _last;
        internal set
        {
            _last = value;
            Changed?.Invoke();
        }
    }

    /// <summary>Told after each scrape, in its loop. Set before the first.</summary>
    internal Action? Changed { get; set; }
}

/// <param name="Start">Null before the first scrape.</param>
/// <param name="Error">Empty after a scrape that went well.</param>
public sealed record LastScrape(TargetHealth Health, DateTimeOffset? Start, TimeSpan Duration, string Error);
