using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// Fills an empty head from what the last process left: finished chunks in files, then the checkpoint and the segments of the log.
/// </summary>
/// <remarks>
/// <code>
/// chunk files ─▶ lists by reference ─┐
/// log ─▶ read, unpack ─▶ decode ─▶ series created, lists attached ─▶ samples ─▶ one thread per part of the series
///       one thread      this thread
/// </code>
/// Samples that a finished chunk has already are passed over, and chunks that get full go to files as always: the head is never larger than
/// it was.
/// </remarks>
internal sealed unsafe class HeadReplay : IDisposable
{
    private const int MostWorkers = 8;
    private const int ColumnLength = 1024;

    private readonly HeadStore _head;
    private readonly FoundChunks _found;
    private readonly ReplaySeries _slots;
    private readonly FinishedTimes _finished = new();
    private readonly ReplayRelief? _relief;
    private readonly int _recordsPerLook;
    private readonly ReplayWorker[] _workers;
    private readonly LabelsBuilder _repairedLabels = new();
    private readonly ulong[] _refs = new ulong[ColumnLength];
    private readonly long[] _times = new long[ColumnLength];
    private readonly double[] _values = new double[ColumnLength];
    private readonly uint[] _targets = new uint[ColumnLength];
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();
    private readonly ExtrasReplay _extras;
    private readonly LateReplay _late;
    private ulong _lastRef;
    private long _oldestMs = long.MaxValue;
    private long _newestMs = long.MinValue;
    private long _records;

    /// <param name="relief">How to make room if there is too little; without it everything stays in the head.</param>
    public HeadReplay(HeadStore head, ReplayReliefOptions? relief = null)
    {
        _head = head;
        _slots = new ReplaySeries(head);
        _relief = relief is null ? null : new ReplayRelief(head, _slots, _finished, relief);
        _recordsPerLook = relief?.RecordsPerLook ?? 0;
        _extras = new ExtrasReplay(head, _slots);
        _found = new FoundChunks(head.Memory);
        _late = new LateReplay(head);
        _workers = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, MostWorkers)).Select(number => new ReplayWorker(head, number))];
    }

    /// <summary>Samples of series that the log does not name.</summary>
    public long UnknownSamples { get; private set; }

    /// <summary>Other records of such series, by their kinds.</summary>
    public ExtrasReplay Extras => _extras;

    /// <summary>Samples that were read, those passed over among them.</summary>
    public long Samples { get; private set; }

    /// <summary>How many blocks were cut to make room.</summary>
    public int CutBlocks => _relief?.Blocks ?? 0;

    /// <summary>Reads the chunk files. The result is what was wrong with them; the log makes up for it.</summary>
    public CorruptionException? ReadChunkFiles() => _head.ChunkFiles.ReadAll((location, in record) =>
    {
        _lastRef = Math.Max(_lastRef, record.WalRef);
        var samples = ChunkHeader.Count(record.Chunk.Encoding, record.Chunk.Data);
        var chunk = new HeadChunkMeta(location, record.Chunk.MinTimeMs, record.Chunk.MaxTimeMs, record.Chunk.Encoding, samples);
        if (record.IsOutOfOrder)
        {
            _late.Found(record.WalRef, chunk);
        }
        else if (chunk.MaxTimeMs >= _head.Times.MinValidMs)
        {
            UnusedChunks += _found.Add(record.WalRef, chunk) ? 0 : 1;
        }
    });

    /// <summary>Finished chunks that contradict others of their series: only the log may have the samples of either.</summary>
    public int UnusedChunks { get; private set; }

    /// <summary>Reads a record of the log.</summary>
    public void Read(ReadOnlySpan<byte> record) => ReadRecord(record);

    /// <summary>The slot that a series got that was read under the reference.</summary>
    public bool TryFind(ulong reference, out uint slot) => _slots.TryGet(reference, out slot);

    /// <summary>
    /// Reads a checkpoint or segments. Throws <see cref="CorruptionException"/> at damage; what came before it is kept, and reading can go on with
    /// other segments.
    /// </summary>
    public void Read(LogReadAhead reader)
    {
        while (reader.MoveNext())
        {
            ReadRecord(reader.Record);
            if (_relief is not null && ++_records % _recordsPerLook == 0 && _relief.IsDue(_oldestMs, _newestMs))
            {
                MakeRoom(_relief);
            }
        }
    }

    /// <summary>Waits for all samples to be in their series.</summary>
    public void Finish()
    {
        foreach (var worker in _workers)
        {
            worker.Finish();
            if (worker.MaxTimeMs != long.MinValue)
            {
                _head.Times.Include(worker.MinTimeMs, worker.MaxTimeMs);
            }
        }

        if (_relief is { Blocks: > 0 })
        {
            _relief.Finish();
            _head.Times.SetMinValid(Math.Max(_head.Times.MinValidMs, _relief.CutUntilMs));
            _head.Times.RaiseMin(Math.Min(_relief.OldestMs(), _head.Times.MinAppendableMs));
        }

        _head.Series.ReserveWalRefs(Math.Max(Math.Max(_lastRef, _slots.LastRef), _extras.LastRef));
        _slots.KeepOtherNames(_head.Times.MaxMs);
        _late.Attach(_slots);
    }

    /// <summary>Reads the log of samples out of order, after <see cref="Finish"/>.</summary>
    public void ReadLate(LogReadAhead reader) => _late.Read(reader, _slots);

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }

        _found.Dispose();
        _finished.Dispose();
        _slots.Dispose();
    }

    private void MakeRoom(ReplayRelief relief)
    {
        if (Array.TrueForAll(_workers, static worker => worker.TryDrain()))
        {
            relief.Run(_newestMs);
            _oldestMs = relief.OldestMs();
        }
    }

    private void ReadRecord(ReadOnlySpan<byte> record)
    {
        switch (RecordTypes.Of(record))
        {
            case RecordType.Series:
                ReadSeries(record);
                break;
            case RecordType.Samples:
            case RecordType.SamplesV2:
                ReadSamples(record);
                break;
            case RecordType.Histograms:
            case RecordType.CustomHistograms:
            case RecordType.HistogramsV2:
                ReadHistograms(record);
                break;
            case RecordType.FloatHistograms:
            case RecordType.CustomFloatHistograms:
            case RecordType.FloatHistogramsV2:
                ReadFloatHistograms(record);
                break;
            case RecordType.Exemplars:
                _extras.ReadExemplars(record);
                break;
            case RecordType.Metadata:
                _extras.ReadMetadata(record);
                break;
            case RecordType.Tombstones:
                _extras.ReadTombstones(record, slot =>
                {
                    _finished.Forget(slot);
                    WorkerOf(slot).Then(() => Empty(slot));
                });
                break;
        }
    }

    private void ReadSeries(ReadOnlySpan<byte> record)
    {
        var reader = new SeriesRecordReader(record, _repairedLabels);
        while (reader.MoveNext())
        {
            if (!_slots.TryAdd(reader.Series, reader.Labels, out var slot, out var created))
            {
                continue;
            }

            if (!_found.TryTake(reader.Series, out var chunks, out var length))
            {
                continue;
            }

            if (created)
            {
                Attach(slot, chunks, length);
            }
            else
            {
                LeaveToTheLog(slot, chunks, length);
            }
        }
    }

    private void Attach(uint slot, byte* chunks, int length)
    {
        ref var entry = ref _head.Series.Table.Entry(slot);
        entry.MappedChunks = chunks;
        entry.MappedBytes = length;
        long first = 0, last = 0;
        var reader = new MappedChunks.Reader(chunks, length);
        for (var i = 0; reader.MoveNext(); i++)
        {
            _head.OpenChunks.Counts.Add();
            first = i == 0 ? reader.Current.MinTimeMs : first;
            last = reader.Current.MaxTimeMs;
        }

        OpenChunks.SetLastTime(ref _head.Series.Table.State(slot), last);
        _finished.Set(slot, last);
        _oldestMs = Math.Min(_oldestMs, first);
        _head.Times.Include(first, last);
    }

    /// <summary>
    /// Chunks under a second reference of a series, as that of one that was dropped and came back, are not used: the log has their samples. From now on
    /// they are finished under the first, so that what is there under one reference has no gap. Chunks of the first that were finished behind those of
    /// the second cannot be used either.
    /// </summary>
    private void LeaveToTheLog(uint slot, byte* chunks, int length)
    {
        var firstMs = MappedChunks.FirstTimeMs(chunks, length);
        MappedChunks.Free(ref chunks, length, _head.Memory);
        if (_finished.Has(slot, firstMs))
        {
            _finished.Forget(slot);
            WorkerOf(slot).Then(() => DropUnlessFrom(slot, firstMs));
        }
    }

    /// <summary>Drops the finished chunks that end at a time or later, unless they have the samples from that time on.</summary>
    private void DropUnlessFrom(uint slot, long timestampMs)
    {
        ref var state = ref _head.Series.Table.State(slot);
        ref var entry = ref _head.Series.Table.Entry(slot);
        var reader = new MappedChunks.Reader(entry.MappedChunks, entry.MappedBytes);
        var isAny = reader.MoveNext();
        while (isAny && reader.Current.MaxTimeMs < timestampMs)
        {
            isAny = reader.MoveNext();
        }

        if (!isAny || reader.Current.MinTimeMs <= timestampMs || state.Encoding != ChunkEncoding.None)
        {
            return;
        }

        _head.OpenChunks.Counts.Remove(MappedChunks.DropFrom(ref entry.MappedChunks, ref entry.MappedBytes, timestampMs, _head.Memory));
        OpenChunks.SetLastTime(
            ref state, entry.MappedBytes == 0 ? long.MinValue : MappedChunks.LastTimeMs(entry.MappedChunks, entry.MappedBytes));
    }

    /// <summary>Drops all samples in order of a series, which is then as if it had just been created.</summary>
    private void Empty(uint slot)
    {
        ref var state = ref _head.Series.Table.State(slot);
        ref var entry = ref _head.Series.Table.Entry(slot);
        _head.OpenChunks.Counts.Remove(state.Encoding == ChunkEncoding.None ? 0 : 1);
        _head.OpenChunks.Release(ref state);
        OpenChunks.SetLastTime(ref state, long.MinValue);
        _head.OpenChunks.Counts.Remove(MappedChunks.DropBefore(ref entry.MappedChunks, ref entry.MappedBytes, long.MaxValue, _head.Memory));
        MappedChunks.Free(ref entry.MappedChunks, entry.MappedBytes, _head.Memory);
        entry.MappedBytes = 0;
    }

    private void ReadSamples(ReadOnlySpan<byte> record)
    {
        var reader = new SampleRecordReader(record);
        while (true)
        {
            var count = reader.Read(_refs, _times, _values);
            if (count == 0)
            {
                return;
            }

            Samples += count;
            Send(Resolve(count));
        }
    }

    /// <summary>Moves those samples of the columns to the front that belong into the head, finds their series, and returns how many there are.</summary>
    private int Resolve(int count)
    {
        var table = _head.Series.Table;
        var minValidMs = _head.Times.MinValidMs;
        var (oldestMs, newestMs) = (_oldestMs, _newestMs);
        var kept = 0;
        ulong expected = 0;
        uint slot = 0;
        for (var i = 0; i < count; i++)
        {
            var reference = _refs[i];
            var time = _times[i];
            newestMs = Math.Max(newestMs, time);
            if (time < minValidMs)
            {
                continue;
            }

            // Fast path: the series of a target follow each other in the log as they do in the head.
            if (reference == expected && _slots.SlotsTellRefs && slot + 1 < table.Limit && table.WalRef(slot + 1) == reference)
            {
                slot++;
            }
            else if (!_slots.TryGet(reference, out slot))
            {
                UnknownSamples++;
                expected = 0;
                continue;
            }

            expected = reference + 1;
            if (_finished.Has(slot, time))
            {
                continue;
            }

            oldestMs = Math.Min(oldestMs, time);
            _targets[kept] = slot;
            _times[kept] = time;
            _values[kept++] = _values[i];
        }

        (_oldestMs, _newestMs) = (oldestMs, newestMs);
        return kept;
    }

    /// <summary>Gives the first samples of the columns to their threads, as many at a time as go to the same.</summary>
    private void Send(int count)
    {
        for (var start = 0; start < count;)
        {
            var page = _targets[start] >> SeriesTable.PageShift;
            var end = start + 1;
            while (end < count && _targets[end] >> SeriesTable.PageShift == page)
            {
                end++;
            }

            WorkerOf(_targets[start]).Next().Add(_targets.AsSpan(start..end), _times.AsSpan(start..end), _values.AsSpan(start..end));
            start = end;
        }
    }

    private void ReadHistograms(ReadOnlySpan<byte> record)
    {
        var reader = new HistogramRecordReader(record);
        while (reader.MoveNext(_histogram))
        {
            if (TryResolve(reader.Series, reader.TimestampMs, out var slot))
            {
                WorkerOf(slot).Next().Add(slot, reader.TimestampMs, _histogram);
            }
        }
    }

    private void ReadFloatHistograms(ReadOnlySpan<byte> record)
    {
        var reader = new FloatHistogramRecordReader(record);
        while (reader.MoveNext(_floatHistogram))
        {
            if (TryResolve(reader.Series, reader.TimestampMs, out var slot))
            {
                WorkerOf(slot).Next().Add(slot, reader.TimestampMs, _floatHistogram);
            }
        }
    }

    /// <summary>Whether a sample of that reference and time belongs into the head, and to which series.</summary>
    private bool TryResolve(ulong reference, long timestampMs, out uint slot)
    {
        Samples++;
        slot = 0;
        _newestMs = Math.Max(_newestMs, timestampMs);
        if (timestampMs < _head.Times.MinValidMs)
        {
            return false;
        }

        if (_slots.TryGet(reference, out slot))
        {
            _oldestMs = Math.Min(_oldestMs, timestampMs);
            return !_finished.Has(slot, timestampMs);
        }

        UnknownSamples++;
        return false;
    }

    private ReplayWorker WorkerOf(uint slot) => _workers[(slot >> SeriesTable.PageShift) % (uint)_workers.Length];
}
