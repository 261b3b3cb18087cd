namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// The threads of a simulation that stand at one position: instructions in order of priority, each with what its way here saved. Not safe
/// for concurrent use.
/// </summary>
internal sealed class ThreadList(int programLength)
{
    private readonly SparseSet _instructions = new(programLength);
    private SavedPosition?[] _saved = [];

    public int Count => _instructions.Count;

    public ReadOnlySpan<int> Instructions => _instructions.Members;

    public void Clear() => _instructions.Clear();

    /// <summary>Adds a thread; false when one of higher priority stands there already.</summary>
    public bool Add(int instruction, SavedPosition? saved)
    {
        if (!_instructions.Add(instruction))
        {
            return false;
        }

        if (_saved.Length < Count)
        {
            Array.Resize(ref _saved, Math.Max(16, _saved.Length * 2));
        }

        _saved[Count - 1] = saved;
        return true;
    }

    /// <summary>Removes all threads and lets go of what they saved.</summary>
    public void Forget()
    {
        _instructions.Clear();
        _saved.AsSpan().Clear();
    }

    /// <summary>What the thread at a place in the order has saved.</summary>
    public SavedPosition? SavedBy(int place) => _saved[place];
}

/// <summary>
/// A position stored into a slot, and what was stored before. Threads share what they have in common, so that going separate ways costs the
/// same however many groups a pattern has.
/// </summary>
internal sealed class SavedPosition(int slot, int position, SavedPosition? before)
{
    private readonly int _slot = slot;
    private readonly int _position = position;
    private readonly SavedPosition? _before = before;

    /// <summary>Writes the position stored last into each slot, and -1 where there is none.</summary>
    public static void CopyTo(SavedPosition? saved, Span<int> slots)
    {
        slots.Fill(-1);
        for (; saved is not null; saved = saved._before)
        {
            ref var target = ref slots[saved._slot];
            target = target < 0 ? saved._position : target;
        }
    }
}
