namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>
/// Where two scrapes of one exposition differ. Prometheus scrapes more than once, and samples and exemplars without a time of their own
/// then come again with another.
/// </summary>
internal static class ScrapeComparison
{
    public static IEnumerable<string> Differences(Scrape ours, Scrape theirs) =>
    [
        .. Compare("family", ours.Families, theirs.Families, static (our, their) => our == their ? null : $"{our} but {their}"),
        .. Compare("series", ours.Series, theirs.Series, CompareSamples),
        .. Compare("exemplars of", ours.Exemplars, theirs.Exemplars, CompareExemplars),
    ];

    private static IEnumerable<string> Compare<T>(
        string what, Dictionary<string, T> ours, Dictionary<string, T> theirs, Func<T, T, string?> difference)
    {
        foreach (var name in ours.Keys.Union(theirs.Keys).Order(StringComparer.Ordinal))
        {
            if (!ours.TryGetValue(name, out var our))
            {
                yield return $"{what} {name}: only Prometheus has it";
            }
            else if (!theirs.TryGetValue(name, out var their))
            {
                yield return $"{what} {name}: Prometheus does not have it";
            }
            else if (difference(our, their) is { } found)
            {
                yield return $"{what} {name}: {found}";
            }
        }
    }

    private static string? CompareSamples(List<Sample> ours, List<Sample> theirs)
    {
        if (ours[0].TimestampMs is null)
        {
            // Of two samples of a series at one time the first stays.
            return theirs.Find(their => their.Value != ours[0].Value) is { } other ? $"{ours[0].Value} but {other.Value}" : null;
        }

        var our = ours.DistinctBy(static sample => sample.TimestampMs).OrderBy(static sample => sample.TimestampMs);
        return our.SequenceEqual(theirs) ? null : $"{string.Join(", ", our)} but {string.Join(", ", theirs)}";
    }

    private static string? CompareExemplars(List<SeriesExemplar> ours, List<SeriesExemplar> theirs)
    {
        var hasTimes = ours[0].TimestampMs is not null;
        var our = ours.ToHashSet();
        var their = theirs.Select(exemplar => hasTimes ? exemplar : exemplar with { TimestampMs = null }).ToHashSet();
        return our.SetEquals(their) ? null : $"{string.Join(", ", our)} but {string.Join(", ", their)}";
    }
}
