namespace Pharos.Tsdb.Head;

/// <summary>
/// Tells when nobody can have seen something any more. Readers and batches enter before they look at the head and leave when they are done;
/// what was taken out of the head while they were in is freed after they left. Safe for concurrent use.
/// </summary>
internal sealed class Epochs
{
    private const int MostSpare = 64;

    private readonly Lock _lock = new();
    private readonly LinkedList<long> _inside = [];
    private readonly Queue<(long Epoch, Action Free)> _retired = [];

    /// <summary>Nodes of those who have left, for those who come: every batch is one.</summary>
    private readonly Stack<LinkedListNode<long>> _spare = new();
    private long _now = 1;

    /// <summary>The returned node is what <see cref="Leave"/> takes.</summary>
    public LinkedListNode<long> Enter()
    {
        lock (_lock)
        {
            if (!_spare.TryPop(out var node))
            {
                return _inside.AddLast(_now);
            }

            node.Value = _now;
            _inside.AddLast(node);
            return node;
        }
    }

    /// <summary>Leaves, and frees what was only waiting for this. The node must not be used any more.</summary>
    public void Leave(LinkedListNode<long> node)
    {
        List<Action>? free;
        lock (_lock)
        {
            _inside.Remove(node);
            if (_spare.Count < MostSpare)
            {
                _spare.Push(node);
            }

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
