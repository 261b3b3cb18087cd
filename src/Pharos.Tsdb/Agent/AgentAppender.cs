using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Tsdb.Head.Exemplars;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Agent;

/// <summary>One batch for the log of an agent.</summary>
internal sealed class AgentAppender(AgentSeries series, AgentMetrics? metrics) : IAppender
{
    private readonly AgentCommit _commit = new(series, metrics);
    private LinkedListNode<long>? _epoch;

    public bool IsInOrderOnly { get; set; }

    public AppendResult Append(SeriesRef reference, LabelsView labels, long timestampMs, double value, long startTimestampMs = 0)
    {
        var result = Resolve(reference, labels, timestampMs, out var slot);
        if (result.Outcome == AppendOutcome.Accepted)
        {
            _commit.Samples.Add(slot, timestampMs, value);
            metrics?.Floats.Increment();
        }

        return result;
    }

    public AppendResult Append(SeriesRef reference, LabelsView labels, long timestampMs, Histogram value, long startTimestampMs = 0)
    {
        if (value.Validate() is not null)
        {
            return new AppendResult(reference, AppendOutcome.InvalidHistogram);
        }

        var result = Resolve(reference, labels, timestampMs, out var slot);
        if (result.Outcome == AppendOutcome.Accepted)
        {
            _commit.Samples.Add(slot, timestampMs, value);
            metrics?.Histograms.Increment();
        }

        return result;
    }

    public AppendResult Append(SeriesRef reference, LabelsView labels, long timestampMs, FloatHistogram value, long startTimestampMs = 0)
    {
        if (value.Validate() is not null)
        {
            return new AppendResult(reference, AppendOutcome.InvalidHistogram);
        }

        var result = Resolve(reference, labels, timestampMs, out var slot);
        if (result.Outcome == AppendOutcome.Accepted)
        {
            _commit.Samples.Add(slot, timestampMs, value);
            metrics?.Histograms.Increment();
        }

        return result;
    }

    public AppendOutcome AppendExemplar(SeriesRef reference, LabelsView exemplarLabels, double value, long timestampMs, bool hasOwnTime = true)
    {
        Begin();
        return TryFindLive(reference, out var slot)
            ? _commit.Exemplars.Add(slot, new ExemplarView(exemplarLabels, value, timestampMs, hasOwnTime))
            : AppendOutcome.UnknownSeries;
    }

    /// <summary>The log of an agent has no metadata: Prometheus's takes such a record for damage.</summary>
    public AppendOutcome UpdateMetadata(SeriesRef reference, MetricMetadata metadata)
    {
        Begin();
        return TryFindLive(reference, out _) ? AppendOutcome.Accepted : AppendOutcome.UnknownSeries;
    }

    public SeriesRef Find(LabelsView labels)
    {
        Begin();
        return series.All.Index.TryFind(SeriesIndex.Hash(labels), labels, out var slot) ? series.All.Table.RefOf(slot) : SeriesRef.None;
    }

    public void Commit()
    {
        try
        {
            _commit.Run();
        }
        finally
        {
            Rollback();
        }
    }

    public void Rollback()
    {
        IsInOrderOnly = false;
        _commit.Clear();
        if (_epoch is not null)
        {
            series.Epochs.Leave(_epoch);
            _epoch = null;
        }
    }

    public void Dispose() => Rollback();

    /// <summary>What is looked up from here on stays until the batch is done.</summary>
    private void Begin() => _epoch ??= series.Epochs.Enter();

    private AppendResult Resolve(SeriesRef reference, LabelsView labels, long timestampMs, out uint slot)
    {
        Begin();

        // Fast path: the caller has the reference from an earlier batch.
        if (!TryFindLive(reference, out slot))
        {
            if (labels.IsEmpty)
            {
                return new AppendResult(SeriesRef.None, reference.IsNone ? AppendOutcome.InvalidLabels : AppendOutcome.UnknownSeries);
            }

            var outcome = series.All.GetOrCreate(labels, walRef: 0, out slot, out _);
            if (outcome != AppendOutcome.Accepted)
            {
                return new AppendResult(SeriesRef.None, outcome);
            }
        }

        // The same time again is refused, too: the log does not know the value of the sample before.
        if (series.Accepts(slot, timestampMs))
        {
            return new AppendResult(series.All.Table.RefOf(slot), AppendOutcome.Accepted);
        }

        metrics?.OutOfOrder.Increment();
        return new AppendResult(series.All.Table.RefOf(slot), AppendOutcome.OutOfOrder);
    }

    private bool TryFindLive(SeriesRef reference, out uint slot)
    {
        slot = SeriesTable.SlotOf(reference);
        return series.All.Table.IsKnown(reference) && !series.All.Table.State(slot).IsDead;
    }
}
