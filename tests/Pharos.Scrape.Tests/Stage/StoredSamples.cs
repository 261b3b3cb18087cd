using System.Globalization;
using System.Text;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Scrape.Tests.Stage;

/// <summary>What is in a store, as text that a test can compare.</summary>
internal static class StoredSamples
{
    /// <summary>A string for each series with such labels: its samples of floats as <c>value@seconds</c> since the given time.</summary>
    public static IReadOnlyList<string> Of(IQuerySource store, DateTimeOffset since, params (string Name, string Value)[] labels)
    {
        var lines = new List<string>();
        Matcher[] matchers = [.. labels.Select(static label => new Matcher(Model.MatchType.Equal, Encoding.UTF8.GetBytes(label.Name), Encoding.UTF8.GetBytes(label.Value)))];
        using var querier = store.NewQuerier(long.MinValue, long.MaxValue);
        using var found = querier.Select(sorted: true, hints: null, matchers);
        while (found.MoveNext())
        {
            lines.Add(Samples(found, since.ToUnixTimeMilliseconds()));
        }

        return lines;
    }

    private static string Samples(SeriesSet series, long sinceMs)
    {
        var samples = series.Samples();
        var times = new long[64];
        var values = new double[64];
        var all = new List<string>();
        while (samples.ReadFloats(times, values) is > 0 and var count)
        {
            for (var i = 0; i < count; i++)
            {
                var value = SpecialValues.IsStale(values[i]) ? "stale" : values[i].ToString(CultureInfo.InvariantCulture);
                all.Add(string.Create(CultureInfo.InvariantCulture, $"{value}@{(times[i] - sinceMs) / 1e3}"));
            }
        }

        return string.Join(' ', all);
    }
}
