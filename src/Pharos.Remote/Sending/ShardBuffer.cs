using Pharos.Remote.Watching;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Sending;

/// <summary>
/// The batches between the one who reads the log and the one who makes requests, each of which is one thread at a time. A ring: batches are used again, and
/// one that is not there yet is made when it is needed first.
/// </summary>
/// <remarks>
/// <code>
/// freed                          begun
///   ▼                              ▼
///   │ sealed │ sealed │ …  │ open │      the reader sends the first; the open one too, once its time has come
/// </code>
/// </remarks>
internal sealed class ShardBuffer
{
    private readonly SampleBatch?[] _ring;
    private readonly int _batchSize;
    private long _begun;
    private long _freed;
    private SampleBatch? _open;
    private volatile bool _isFinished;

    /// <param name="capacity">How many samples wait at least before the writer has to; a batch that is being filled and one that is being sent come on top.</param>
    public ShardBuffer(int batchSize, int capacity, TimeProvider time)
    {
        _batchSize = batchSize;
        _ring = new SampleBatch?[Math.Max(capacity / batchSize, 1) + 2];
        Ready = new Signal(time);
        Room = new Signal(time);
    }

    /// <summary>Set when a batch is sealed.</summary>
    public Signal Ready { get; }

    /// <summary>Set when a batch is free.</summary>
    public Signal Room { get; }

    /// <summary>Whether nothing will come any more.</summary>
    public bool IsFinished => _isFinished;

    /// <summary>The oldest batch; null if there is none. For the reader.</summary>
    public SampleBatch? Head => At(0);

    /// <summary>For any thread: where in the log the oldest sample is at the earliest that has not been dealt with; null if there is none.</summary>
    public WalPosition? Start
    {
        get
        {
            while (true)
            {
                var freed = Volatile.Read(ref _freed);
                var start = Volatile.Read(ref _begun) > freed ? _ring[freed % _ring.Length]!.Start : (WalPosition?)null;

                // A batch that was freed meanwhile may be in use again, for what came much later.
                if (Interlocked.Read(ref _freed) == freed)
                {
                    return start;
                }
            }
        }
    }

    /// <summary>The batch that many behind the oldest; null if there is none. For the reader.</summary>
    public SampleBatch? At(int index) => Volatile.Read(ref _begun) > _freed + index ? _ring[(_freed + index) % _ring.Length] : null;

    /// <summary>The batch that the next sample goes into; null if there is no room. For the writer.</summary>
    /// <param name="start">Where the sample's record is in the log.</param>
    public SampleBatch? Open(SentLabels labels, WalPosition start)
    {
        // Fast path.
        if (_open is { HasRoom: true, IsTaken: false } open && ReferenceEquals(open.Labels, labels))
        {
            return open;
        }

        if (_begun - Volatile.Read(ref _freed) == _ring.Length)
        {
            return _open is { HasRoom: true } taken && ReferenceEquals(taken.Labels, labels) ? taken : null;
        }

        SealOpen();
        _open = _ring[_begun % _ring.Length] ??= new SampleBatch(_batchSize);
        _open.Begin(labels, start);
        Volatile.Write(ref _begun, _begun + 1);
        return _open;
    }

    /// <summary>Shows the reader what was added. For the writer.</summary>
    public void Publish()
    {
        if (_open is { HasRoom: false })
        {
            SealOpen();
        }
        else
        {
            _open?.Publish();
        }
    }

    /// <summary>Nothing more comes. For the writer.</summary>
    public void Finish()
    {
        SealOpen();
        _isFinished = true;
        Ready.Set();
    }

    /// <summary>The oldest batch was dealt with. For the reader.</summary>
    public void Free()
    {
        Volatile.Write(ref _freed, _freed + 1);
        Room.Set();
    }

    private void SealOpen()
    {
        if (_open is { } open)
        {
            _open = null;
            open.Seal();
            Ready.Set();
        }
    }
}
