namespace Pharos.Tsdb.Head;

/// <summary>
/// Tells when nobody can have seen something any more. Readers and batches enter before they look at the head and leave when they are done;
/// what was taken out of the head while they were in is freed after they left. Safe for concurrent use.
/// </summary>
internal sealed class Epochs
{
    private readonly Lock _lock = new();
    private readonly LinkedList<long> _inside = [];
    private readonly Queue<(long Epoch, Action Free)> _retired = [];
    private long _now = 1;

    /// <summary>The returned node is what <see cref="Leave"/> takes.</summary>
    public LinkedListNode<long> Enter()
    {
        lock (_lock)
        {
            return _inside.AddLast(_now);
        }
    }

    /// <summary>Leaves, and frees what was only waiting for this.</summary>
    public void Leave(LinkedListNode<long> node)
    {
        List<Action>? free;
        lock (_lock)
        {
            _inside.Remove(node);
            free = TakeFree();
        }

        Run(free);
    }

    /// <summary>
    /// Frees something that was taken out just now: at once if nobody is inside, else when all who are have left. The action must not throw.
    /// </summary>
    public void Retire(Action free)
    {
        List<Action>? ready;
        lock (_lock)
        {
            _retired.Enqueue((_now++, free));
            ready = TakeFree();
        }

        Run(ready);
    }

    private List<Action>? TakeFree()
    {
        List<Action>? free = null;
        while (_retired.TryPeek(out var next) && (_inside.First is null || _inside.First.Value > next.Epoch))
        {
            (free ??= []).Add(_retired.Dequeue().Free);
        }

        return free;
    }

    private static void Run(List<Action>? free)
    {
        if (free is null)
        {
            return;
        }

        foreach (var action in free)
        {
            action();
        }
    }
}
