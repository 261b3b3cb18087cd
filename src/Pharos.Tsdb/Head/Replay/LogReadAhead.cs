using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Pharos.Foundation.Bytes;
using Pharos.Storage;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// Reads a log on a thread of its own, so that checksums and decompression go on while records are looked at. Used as <see cref="WalReader"/> is, and
/// by one thread.
/// </summary>
internal sealed class LogReadAhead : IDisposable
{
    private const int QueuedBatches = 4;

    private readonly WalReader _reader;
    private readonly BlockingCollection<Batch> _queue = new(QueuedBatches);
    private readonly ConcurrentBag<Batch> _spare = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;
    private Batch? _batch;
    private int _current;

    /// <param name="reader">Nobody else uses it until this is disposed, and then disposes it.</param>
    public LogReadAhead(WalReader reader)
    {
        _reader = reader;
        _thread = new Thread(ReadAll) { IsBackground = true, Name = "replay-read" };
        _thread.Start();
    }

    /// <summary>The record read last. Valid until the next move.</summary>
    public ReadOnlySpan<byte> Record => _batch!.RecordAt(_current);

    /// <summary>
    /// Where reading has to end if it cannot go on: where <see cref="MoveNext"/> has thrown, else before the current record, whose content the caller
    /// found broken for the reason.
    /// </summary>
    public WalDamage DamageHere(string reason)
    {
        if (_batch is null)
        {
            return _reader.Damage!;
        }

        var (path, start) = _batch.PlaceOf(_current);
        return new WalDamage(path, start, reason, IsTorn: false);
    }

    /// <summary>False at the end. Throws what the reader has thrown, after the last record before that.</summary>
    /// <exception cref="CorruptionException">The log cannot be read any further.</exception>
    public bool MoveNext()
    {
        if (_batch is not null && ++_current < _batch.Count)
        {
            return true;
        }

        if (_batch is not null)
        {
            _batch.Clear();
            _spare.Add(_batch);
            _batch = null;
        }

        if (_queue.TryTake(out _batch, Timeout.Infinite))
        {
            _current = 0;
            return true;
        }

        _failure?.Throw();
        return false;
    }

    /// <summary>Waits for the thread, which leaves off where it is.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _queue.Dispose();
        _stop.Dispose();
    }

    private void ReadAll()
    {
        try
        {
            var batch = new Batch();
            while (ReadOne(batch))
            {
                if (batch.IsFull)
                {
                    _queue.Add(batch, _stop.Token);
                    batch = _spare.TryTake(out var spare) ? spare : new Batch();
                }
            }

            if (batch.Count > 0)
            {
                _queue.Add(batch, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody asks for more.
        }
        finally
        {
            _queue.CompleteAdding();
        }
    }

    private bool ReadOne(Batch batch)
    {
        try
        {
            if (!_reader.MoveNext())
            {
                return false;
            }

            batch.Add(_reader);
            return true;
        }
        catch (Exception exception)
        {
            // Whatever it is, the other thread gets it behind the records before.
            _failure = ExceptionDispatchInfo.Capture(exception);
            return false;
        }
    }

    /// <summary>Some records, small enough to be still in the processor's cache when they are looked at.</summary>
    private sealed class Batch
    {
        private const int FullBytes = 256 << 10;
        private const int MostKeptBytes = 4 << 20;

        private readonly List<(int End, string Path, WalPosition Start)> _records = [];
        private ByteBuffer _bytes = new(FullBytes);

        public int Count => _records.Count;

        public bool IsFull => _bytes.Length >= FullBytes;

        public void Add(WalReader reader)
        {
            _bytes.Append(reader.Record);
            _records.Add((_bytes.Length, reader.RecordPath, reader.RecordStart));
        }

        public ReadOnlySpan<byte> RecordAt(int index)
        {
            var start = index == 0 ? 0 : _records[index - 1].End;
            return _bytes.Written[start.._records[index].End];
        }

        public (string Path, WalPosition Start) PlaceOf(int index) => (_records[index].Path, _records[index].Start);

        public void Clear()
        {
            if (_bytes.Length > MostKeptBytes)
            {
                _bytes = new ByteBuffer(FullBytes);
            }
            else
            {
                _bytes.Clear();
            }

            _records.Clear();
        }
    }
}
