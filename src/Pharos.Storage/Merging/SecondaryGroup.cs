namespace Pharos.Storage.Merging;

/// <summary>
/// The answers of one secondary querier, which belong together: all of them are there or none, so that what is computed from several is not wrong
/// where the source was away for one of them. Safe for concurrent use.
/// </summary>
internal sealed class SecondaryGroup<TSet>
    where TSet : class, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<SecondaryAnswer<TSet>> _answers = [];
    private bool _isDecided;
    private bool _hasFailed;

    /// <summary>Begins to ask, in the background.</summary>
    /// <param name="moveNext">Goes to the first series of an answer, since that is when a source tells that it is away.</param>
    public SecondaryAnswer<TSet> Ask(Func<TSet> select, Func<TSet, bool> moveNext, CancellationToken cancellation)
    {
        var answer = new SecondaryAnswer<TSet>(select, moveNext, cancellation);
        lock (_lock)
        {
            _answers.Add(answer);
        }

        return answer;
    }

    /// <summary>
    /// Waits for all answers that were asked for, the first time, and for this one; returns whether it is to be read. Those asked for later stand
    /// alone, unless the group has failed.
    /// </summary>
    public bool Wait(SecondaryAnswer<TSet> answer)
    {
        lock (_lock)
        {
            if (!_isDecided)
            {
                foreach (var one in _answers)
                {
                    _hasFailed |= !one.Wait();
                }

                _isDecided = true;
            }

            return !_hasFailed && answer.Wait();
        }
    }

    /// <summary>Waits until nothing is asked any more, and lets go of what nobody did.</summary>
    public void Close()
    {
        lock (_lock)
        {
            foreach (var answer in _answers)
            {
                answer.Close();
            }
        }
    }
}

/// <summary>What a secondary querier answers to one question, sooner or later.</summary>
internal sealed class SecondaryAnswer<TSet>
    where TSet : class, IDisposable
{
    private readonly Task<(TSet Set, bool HasSeries)> _asking;
    private readonly CancellationToken _cancellation;
    private int _isReleased;

    public SecondaryAnswer(Func<TSet> select, Func<TSet, bool> moveNext, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _asking = Task.Run(
            () =>
            {
                var set = select();
                try
                {
                    return (set, moveNext(set));
                }
                catch
                {
                    set.Dispose();
                    throw;
                }
            },
            cancellation);
    }

    /// <summary>Why there is no answer.</summary>
    public string? Failure { get; private set; }

    public TSet Set => _asking.Result.Set;

    /// <summary>Whether it has a series; it stands at the first then.</summary>
    public bool HasSeries => _asking.Result.HasSeries;

    /// <summary>Whether there is an answer. Throws only when cancelled.</summary>
    public bool Wait()
    {
        try
        {
            _asking.GetAwaiter().GetResult();
            return true;
        }
        catch (Exception exception) when (!_cancellation.IsCancellationRequested)
        {
            Failure = exception.Message;
            return false;
        }
    }

    /// <summary>Lets go of the answer if it is there.</summary>
    public void Release()
    {
        if (_asking.IsCompletedSuccessfully && Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            Set.Dispose();
        }
    }

    public void Close()
    {
        // What went wrong was told to whom it concerned, or nobody wants to know any more.
        ((IAsyncResult)_asking).AsyncWaitHandle.WaitOne();
        _ = _asking.Exception;
        Release();
    }
}
