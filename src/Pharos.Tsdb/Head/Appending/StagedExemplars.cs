using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head.Exemplars;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>The exemplars of a batch. Keeps its room when it is cleared.</summary>
internal sealed class StagedExemplars(HeadSeries series, IExemplarSink exemplars)
{
    private readonly List<Staged> _staged = [];
    private readonly ByteBuffer _labels = new();

    public int Count => _staged.Count;

    public bool IsEmpty => _staged.Count == 0;

    /// <summary>Keeps the exemplar if it could be added to those there are now.</summary>
    public AppendOutcome Add(uint slot, in ExemplarView exemplar)
    {
        var outcome = exemplars.Check(slot, exemplar);
        if (outcome == AppendOutcome.Accepted)
        {
            var labels = exemplar.Labels.Encoded;
            _staged.Add(new Staged(slot, exemplar.TimestampMs, exemplar.Value, exemplar.HasOwnTime, _labels.Length, labels.Length));
            _labels.Append(labels);
        }

        return outcome;
    }

    /// <summary>What is for a dropped series goes to the one that has its labels now, or away.</summary>
    public void MoveToLive()
    {
        var kept = 0;
        for (var i = 0; i < _staged.Count; i++)
        {
            if (series.TryFindLive(_staged[i].Slot, out var live))
            {
                _staged[kept++] = _staged[i] with { Slot = live };
            }
        }

        _staged.RemoveRange(kept, _staged.Count - kept);
    }

    public void Encode(WalBatch records)
    {
        if (IsEmpty)
        {
            return;
        }

        var record = new ExemplarRecordWriter(records.Buffer);
        foreach (var staged in _staged)
        {
            record.Add(series.Table.WalRef(staged.Slot), LabelsOf(staged), staged.Value, staged.TimestampMs);
        }

        records.EndRecord();
    }

    /// <summary>Another batch may have got ahead: what no longer fits was a matter of chance.</summary>
    public void Store()
    {
        foreach (var staged in _staged)
        {
            _ = exemplars.Add(staged.Slot, new ExemplarView(LabelsOf(staged), staged.Value, staged.TimestampMs, staged.HasOwnTime));
        }
    }

    public void Clear()
    {
        _staged.Clear();
        _labels.Clear();
    }

    private LabelsView LabelsOf(Staged staged) => new(_labels.Written.Slice(staged.LabelStart, staged.LabelBytes));

    private readonly record struct Staged(uint Slot, long TimestampMs, double Value, bool HasOwnTime, int LabelStart, int LabelBytes);
}
