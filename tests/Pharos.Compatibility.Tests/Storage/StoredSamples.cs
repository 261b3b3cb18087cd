using System.Globalization;
using System.Text.Json;
using Pharos.Compatibility.Tests.Exposition;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>All samples of a store, with their values as texts. Stale markers are left out, as in the answers of the HTTP API.</summary>
internal sealed class StoredSamples
{
    private const int ShownDifferences = 8;

    private readonly Dictionary<(string Series, long TimestampMs), string> _samples = [];

    public int Count => _samples.Count;

    public IEnumerable<long> TimestampsMs => _samples.Keys.Select(static key => key.TimestampMs);

    public static StoredSamples Of(IEnumerable<StoredSample> samples)
    {
        var stored = new StoredSamples();
        foreach (var sample in samples.Where(static sample => !sample.IsStale))
        {
            stored._samples.Add((sample.Series.ToString(), sample.TimestampMs), sample.Text);
        }

        return stored;
    }

    public static StoredSamples Of(IEnumerable<StoredSample[]> rounds) => Of(rounds.SelectMany(static round => round));

    /// <summary>Fails if a series or the time of a sample comes twice.</summary>
    public static StoredSamples Of(IQuerySource source)
    {
        var stored = new StoredSamples();
        using var querier = source.NewQuerier(long.MinValue, long.MaxValue);
        using var set = querier.Select(sorted: true, null, [], TestContext.Current.CancellationToken);
        SampleCursor? cursor = null;
        while (set.MoveNext())
        {
            cursor = set.Samples(cursor);
            stored.AddAll(set.Labels.ToLabels().ToString(), cursor);
        }

        return stored;
    }

    /// <summary>What it answers on a question for all raw samples of some days around those of the tests.</summary>
    public static async Task<StoredSamples> OfAsync(PrometheusServer prometheus, string selector = "{__name__=~\".+\"}", long atMs = SampleRounds.StartMs + 864_000_000)
    {
        var time = (atMs / 1e3).ToString(CultureInfo.InvariantCulture);
        var data = await prometheus.GetAsync("api/v1/query", ("query", selector + "[20d]"), ("time", time));
        var stored = new StoredSamples();
        foreach (var one in data.GetProperty("result").EnumerateArray())
        {
            var labels = Labels.Of([.. one.GetProperty("metric").EnumerateObject().Select(static label => (label.Name, label.Value.GetString()!))]);
            stored.AddAnswered(labels.ToString(), one, "values", ValueText.OfApiNumber);
            stored.AddAnswered(labels.ToString(), one, "histograms", ValueText.OfApiHistogram);
        }

        return stored;
    }

    public Dictionary<string, long> LastBySeries() =>
        _samples.Keys.GroupBy(static key => key.Series).ToDictionary(static group => group.Key, static group => group.Max(static key => key.TimestampMs));

    public StoredSamples Where(Func<string, long, bool> predicate)
    {
        var part = new StoredSamples();
        foreach (var (key, value) in _samples.Where(sample => predicate(sample.Key.Series, sample.Key.TimestampMs)))
        {
            part._samples.Add(key, value);
        }

        return part;
    }

    public static void AssertSame(StoredSamples expected, StoredSamples actual)
    {
        expected.AssertWithin(actual, "lost");
        actual.AssertWithin(expected, "invented");
    }

    /// <summary>Fails if the other has not all of these.</summary>
    public void AssertWithin(StoredSamples other, string otherwise)
    {
        var missing = _samples.Where(sample => !other._samples.TryGetValue(sample.Key, out var value) || value != sample.Value)
            .OrderBy(static sample => sample.Key).ToList();
        var shown = missing.Take(ShownDifferences).Select(sample => string.Create(
            CultureInfo.InvariantCulture,
            $"{sample.Key.Series} @{sample.Key.TimestampMs}: {sample.Value} | {other._samples.GetValueOrDefault(sample.Key, "nothing")}"));
        Assert.True(missing.Count == 0, $"{otherwise}: {missing.Count} of {_samples.Count}\n{string.Join('\n', shown)}");
    }

    private void AddAll(string series, SampleCursor cursor)
    {
        var (times, values, histogram) = (new long[100], new double[100], new FloatHistogram());
        while (true)
        {
            switch (cursor.Peek())
            {
                case SampleKind.None:
                    return;
                case SampleKind.Float:
                    var count = cursor.ReadFloats(times, values);
                    for (var i = 0; i < count; i++)
                    {
                        if (!SpecialValues.IsStale(values[i]))
                        {
                            _samples.Add((series, times[i]), ValueText.Of(values[i]));
                        }
                    }

                    break;
                default:
                    var time = cursor.ReadFloatHistogram(histogram);
                    if (!SpecialValues.IsStale(histogram.Sum))
                    {
                        _samples.Add((series, time), ValueText.Of(histogram));
                    }

                    break;
            }
        }
    }

    private void AddAnswered(string series, JsonElement answer, string property, Func<JsonElement, string> textOf)
    {
        if (answer.TryGetProperty(property, out var samples))
        {
            foreach (var sample in samples.EnumerateArray())
            {
                _samples.Add((series, (long)Math.Round(sample[0].GetDouble() * 1e3)), textOf(sample[1]));
            }
        }
    }
}
