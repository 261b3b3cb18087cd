using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Running;

/// <summary>Lets a number of queries run at once; others wait for their turn in the order in which they came. Safe for concurrent use.</summary>
internal sealed class QueryGate : IDisposable
{
    private readonly SemaphoreSlim _free;
    private readonly Stack<int> _slots;
    private int _waitingOrRunning;

    public QueryGate(int maxConcurrent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxConcurrent);
        MaxConcurrent = maxConcurrent;
        _free = new SemaphoreSlim(maxConcurrent, maxConcurrent);
        _slots = new Stack<int>(Enumerable.Range(0, maxConcurrent).Reverse());
    }

    public int MaxConcurrent { get; }

    /// <summary>How many queries run or wait.</summary>
    public int Count => Volatile.Read(ref _waitingOrRunning);

    /// <summary>Waits for a place and returns its number, which is to be given back to <see cref="Leave"/>.</summary>
    /// <exception cref="QueryException">The query was canceled or timed out in the queue.</exception>
    public int Enter(QueryRun run)
    {
        Interlocked.Increment(ref _waitingOrRunning);
        try
        {
            _free.Wait(run.Stopping);
            return TakeSlot();
        }
        catch (OperationCanceledException)
        {
            throw GiveUp(run);
        }
    }

    /// <inheritdoc cref="Enter"/>
    public async Task<int> EnterAsync(QueryRun run)
    {
        Interlocked.Increment(ref _waitingOrRunning);
        try
        {
            await _free.WaitAsync(run.Stopping).ConfigureAwait(false);
            return TakeSlot();
        }
        catch (OperationCanceledException)
        {
            throw GiveUp(run);
        }
    }

    public void Leave(int slot)
    {
        lock (_slots)
        {
            _slots.Push(slot);
        }

        Interlocked.Decrement(ref _waitingOrRunning);
        _free.Release();
    }

    public void Dispose() => _free.Dispose();

    private int TakeSlot()
    {
        lock (_slots)
        {
            return _slots.Pop();
        }
    }

    private QueryException GiveUp(QueryRun run)
    {
        Interlocked.Decrement(ref _waitingOrRunning);
        return run.Stopped("query queue");
    }
}
