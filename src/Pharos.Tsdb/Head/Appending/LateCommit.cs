using System.Runtime.InteropServices;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>The samples of a batch that turn out to be out of order, and their log.</summary>
internal sealed class LateCommit(HeadStore head)
{
    private readonly StagedSamples _inserted = new();
    private readonly List<MmapMarkerRecord> _markers = [];
    private readonly WalBatch _records = new();
    private readonly CommitRecords _encoder = new(head.Series.Table);

    /// <summary>False if the series has one of that time already.</summary>
    public bool Insert(uint slot, ref SeriesState state, in LateSample sample)
    {
        var isInserted = head.LateAppending.Insert(slot, ref state, sample, _markers);
        if (isInserted)
        {
            sample.StageIn(_inserted, slot);
        }

        return isInserted;
    }

    /// <summary>
    /// Logs what was inserted. Markers come first: what they say is in files may be logged once more behind them, but nothing behind them may be
    /// missing from the files.
    /// </summary>
    public void Log()
    {
        if (head.LateLog is null || (_inserted.Runs.Count == 0 && _markers.Count == 0))
        {
            return;
        }

        if (_markers.Count > 0)
        {
            MmapMarkerRecord.Append(_records.Buffer, CollectionsMarshal.AsSpan(_markers));
            _records.EndRecord();
        }

        _encoder.Encode(_inserted, _records);
        head.LateLog.Log(_records);
    }

    public void Clear()
    {
        _inserted.Clear();
        _markers.Clear();
        _records.Clear();
    }
}
