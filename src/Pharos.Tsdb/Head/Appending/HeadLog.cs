using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>
/// Writes what is appended to the log, and sees to it that the labels of a series are there before its first sample, whoever created it.
/// Without a log it does nothing. Safe for concurrent use.
/// </summary>
internal sealed class HeadLog(HeadSeries series)
{
    private readonly Lock _seriesGate = new();
    private readonly Queue<SeriesRef> _unlogged = [];
    private readonly WalBatch _records = new();
    private readonly ByteBuffer _labels = new();
    private WalWriter? _wal;
    private int _waiting;

    public bool IsEnabled => _wal is not null;

    /// <summary>From now on what is appended is logged. Called once, before anything is appended.</summary>
    public void Start(WalWriter wal) => _wal = wal;

    /// <summary>The series was created, and is not in the log.</summary>
    public void Created(SeriesRef created)
    {
        if (_wal is null)
        {
            return;
        }

        lock (_seriesGate)
        {
            _unlogged.Enqueue(created);
            Volatile.Write(ref _waiting, _unlogged.Count);
        }
    }

    /// <summary>
    /// Logs a batch. Throws <see cref="IOException"/> if that fails; series that wait to be logged wait on. The caller is inside an epoch that began
    /// before the batch's series were looked up.
    /// </summary>
    public void Log(WalBatch batch)
    {
        if (_wal is null)
        {
            return;
        }

        if (Volatile.Read(ref _waiting) > 0)
        {
            LogSeries();
        }

        if (batch.Count > 0)
        {
            _wal.Log(batch);
        }
    }

    private void LogSeries()
    {
        lock (_seriesGate)
        {
            _records.Clear();
            var any = false;
            var record = new SeriesRecordWriter(_records.Buffer);
            foreach (var waiting in _unlogged)
            {
                if (series.TryAppendLabels(waiting, _labels))
                {
                    any = true;
                    record.Add(series.Table.WalRef(SeriesTable.SlotOf(waiting)), new LabelsView(_labels.Written));
                }
            }

            if (any)
            {
                _records.EndRecord();
                _wal!.Log(_records);
            }

            _unlogged.Clear();
            Volatile.Write(ref _waiting, 0);
        }
    }
}
