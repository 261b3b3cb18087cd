using Pharos.Instrumentation.Distributions;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>
/// Count and sum of all observations, and estimated quantiles of the recent ones. An estimate is within 1.1 % of an observation of the
/// asked rank; NaN when there is none. Count and sum are of the same observations. Observations that are NaN have no rank.
/// </summary>
public sealed class Summary : Metric
{
    private readonly SummaryOptions _options;
    private readonly TimeProvider _clock;
    private readonly CellPair<SummaryCell> _cells;
    private readonly long _startMs;

    internal Summary(Labels labels, SummaryOptions options, TimeProvider clock)
        : base(labels)
    {
        _options = options;
        _clock = clock;
        var start = clock.GetTimestamp();
        var partLength = (long)(options.MaxAge.TotalSeconds / options.AgeBuckets * clock.TimestampFrequency);
        _cells = new CellPair<SummaryCell>(
            () => new SummaryCell(options.Quantiles.Count == 0 ? null : new SlidingSketch(options.AgeBuckets, partLength, start)));
        _startMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public void Observe(double value)
    {
        // The clock is asked outside of the cell, so that the cell is left soon.
        var now = _options.Quantiles.Count == 0 ? 0 : _clock.GetTimestamp();
        var cell = _cells.Enter();
        try
        {
            cell.Recent?.Add(value, now);
            cell.Observe(value);
        }
        finally
        {
            cell.Leave();
        }
    }

    internal override void Collect(IMetricSink sink, CollectionScratch scratch)
    {
        var total = new Total();
        scratch.Sketch.Clear();
        Copy(_cells.First, scratch.Sketch, ref total);
        if (_cells.Spare is { } spare)
        {
            Copy(spare, scratch.Sketch, ref total);
        }

        var quantiles = scratch.Quantiles(_options.Quantiles.Count);
        for (var i = 0; i < quantiles.Length; i++)
        {
            quantiles[i] = new QuantileValue(_options.Quantiles[i], scratch.Sketch.Quantile(_options.Quantiles[i]));
        }

        sink.Summary(
            Labels.View,
            new SummaryPoint { Count = total.Count, Sum = total.Sum, Quantiles = quantiles, StartTimestampMs = _startMs });
    }

    private void Copy(SummaryCell cell, Sketch recent, ref Total total)
    {
        cell.Enter();
        try
        {
            total = new Total(total.Count + cell.Count, total.Sum + cell.Sum);
            cell.Recent?.CopyInto(recent, _clock.GetTimestamp());
        }
        finally
        {
            cell.Leave();
        }
    }

    private readonly record struct Total(ulong Count, double Sum);
}
