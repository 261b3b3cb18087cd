namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>What a scrape has brought, in texts that are equal exactly when the things are: whoever scraped.</summary>
internal sealed class Scrape
{
    /// <summary>Samples by series, in the order of time or of the exposition.</summary>
    public Dictionary<string, List<Sample>> Series { get; } = [];

    public Dictionary<string, Metadata> Families { get; } = [];

    /// <summary>Exemplars by series.</summary>
    public Dictionary<string, List<SeriesExemplar>> Exemplars { get; } = [];

    public void Add(string series, Sample sample) => ListOf(Series, series).Add(sample);

    public void Add(string series, SeriesExemplar exemplar) => ListOf(Exemplars, series).Add(exemplar);

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}

/// <summary>A number or a histogram; the time is null where the exposition does not say.</summary>
internal sealed record Sample(long? TimestampMs, string Value);

internal sealed record Metadata(string Type, string Help, string Unit);

internal sealed record SeriesExemplar(string Labels, string Value, long? TimestampMs);
