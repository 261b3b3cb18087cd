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
internal sealed class HeadLog
{
    private readonly HeadSeries _series;

    /// <summary>Held while series are logged.</summary>
    private readonly Lock _seriesGate = new();

    /// <summary>Guards the queue; held for moments, since it is taken while a series is created.</summary>
    private readonly Lock _queueGate = new();
    private readonly Queue<SeriesRef> _unlogged = [];
    private readonly WalBatch _records = new();
    private readonly ByteBuffer _labels = new();
    private WalWriter? _wal;

    /// <summary>How many series are not in the log yet, those that are being logged among them.</summary>
    private int _waiting;

    /// <param name="series">Tells of those that are created from now on: one that another batch finds before its creator commits is logged by either.</param>
    public HeadLog(HeadSeries series)
    {
        _series = series;
        series.WhenCreated = Created;
    }

    public bool IsEnabled => _wal is not null;

    /// <summary>From now on what is appended is logged. Called once, before anything is appended.</summary>
    /// <param name="followed">Is told of each batch by who logs it.</param>
    public void Start(WalWriter wal, FollowedLog? followed = null)
    {
        _wal = wal;
        Followed = followed;
        followed?.Begin(wal);
    }

    /// <summary>Null if nobody follows the log.</summary>
    public FollowedLog? Followed { get; private set; }

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

    private void Created(SeriesRef created)
    {
        // What replay creates is in the log.
        if (_wal is null)
        {
            return;
        }

        lock (_queueGate)
        {
            _unlogged.Enqueue(created);
            Volatile.Write(ref _waiting, _unlogged.Count);
        }
    }

    private void LogSeries()
    {
        lock (_seriesGate)
        {
            SeriesRef[] waiting;
            lock (_queueGate)
            {
                waiting = [.. _unlogged];
            }

            Log(waiting);
            lock (_queueGate)
            {
                for (var i = 0; i < waiting.Length; i++)
                {
                    _unlogged.Dequeue();
                }

                Volatile.Write(ref _waiting, _unlogged.Count);
            }
        }
    }

    private void Log(ReadOnlySpan<SeriesRef> waiting)
    {
        _records.Clear();
        var any = false;
        var record = new SeriesRecordWriter(_records.Buffer);
        foreach (var created in waiting)
        {
            if (_series.TryAppendLabels(created, _labels))
            {
                any = true;
                record.Add(_series.Table.WalRef(SeriesTable.SlotOf(created)), new LabelsView(_labels.Written));
            }
        }

        if (any)
        {
            _records.EndRecord();
            _wal!.Log(_records);
        }
    }
}
