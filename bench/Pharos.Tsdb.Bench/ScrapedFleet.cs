using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Tsdb.Bench;

/// <summary>
/// Targets that are scraped again and again, some of them replaced as pods are: the old series get the mark of the end, the new ones differ in
/// the name of the pod and its address.
/// </summary>
/// <remarks>
/// Of ten series four hardly ever change, four are counters that grow by whole numbers at their own pace, one is a gauge of whole numbers, one has
/// two decimals and looks random: what exporters expose, by and large. Each target has its own moment within the interval.
/// </remarks>
internal sealed class ScrapedFleet
{
    private readonly int[] _generations;
    private readonly SeriesRef[] _refs;
    private readonly bool[] _isNew;
    private int _nextReplaced;

    public ScrapedFleet(int series)
    {
        Targets = series / RealisticSeries.PerTarget;
        _generations = new int[Targets];
        _isNew = new bool[Targets];
        _isNew.AsSpan().Fill(true);
        _refs = new SeriesRef[Targets * RealisticSeries.PerTarget];
    }

    public int Targets { get; }

    public int Series => _refs.Length;

    /// <summary>What appending allocated, labels of new targets apart.</summary>
    public long AllocatedBytes { get; private set; }

    public long Samples { get; private set; }

    /// <summary>Replaces so many targets; their old series end at the time.</summary>
    public void Replace(Database database, int targets, long timestampMs)
    {
        using var appender = database.NewAppender();
        for (var i = 0; i < targets; i++)
        {
            var target = _nextReplaced++ % Targets;
            for (var metric = 0; metric < RealisticSeries.PerTarget; metric++)
            {
                ref var reference = ref _refs[target * RealisticSeries.PerTarget + metric];
                _ = appender.Append(reference, default, timestampMs + OffsetOf(target), SpecialValues.StaleNaN);
                reference = default;
            }

            appender.Commit();
            _generations[target]++;
            _isNew[target] = true;
        }
    }

    /// <summary>One sample of every series.</summary>
    public void Scrape(Database database, long timestampMs, int scrape)
    {
        using var appender = database.NewAppender();
        for (var target = 0; target < Targets; target++)
        {
            var labels = _isNew[target] ? RealisticSeries.OfTarget(target, _generations[target]) : [];
            _isNew[target] = false;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            ScrapeTarget(appender, target, labels, timestampMs + OffsetOf(target), scrape);
            AllocatedBytes += labels.Length == 0 ? GC.GetAllocatedBytesForCurrentThread() - allocated : 0;
        }
    }

    private static long OffsetOf(int target) => (uint)target * 2654435761 % 15_000;

    private void ScrapeTarget(IAppender appender, int target, Labels[] labels, long timestampMs, int scrape)
    {
        var refs = _refs.AsSpan(target * RealisticSeries.PerTarget, RealisticSeries.PerTarget);
        for (var metric = 0; metric < refs.Length; metric++)
        {
            var result = appender.Append(refs[metric], labels.Length == 0 ? default : labels[metric].View, timestampMs, Value(target, metric, scrape));
            if (result.Outcome != AppendOutcome.Accepted)
            {
                throw new InvalidOperationException($"target {target}, metric {metric}: {result.Outcome.Message()}");
            }

            refs[metric] = result.Series;
        }

        appender.Commit();
        Samples += refs.Length;
    }

    private static double Value(int target, int metric, int scrape)
    {
        var seed = (uint)(target * 31 + metric) * 2654435761;
        return (metric % 10) switch
        {
            < 4 => metric + scrape / 100,
            < 8 => (double)scrape * (seed % 97) + ((seed >> 7) + (uint)scrape) * 2654435761 % 13,
            8 => 1_000_000 + (seed + (uint)scrape * 40503) % 5000 * 4096,
            _ => Math.Round(Math.Sin(scrape * 0.1 + seed) * 1000, 2),
        };
    }
}
