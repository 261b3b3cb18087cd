namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// The threads of a simulation that stand at one position: instructions in order of priority, each with the slots that its way here saved.
/// Not safe for concurrent use.
/// </summary>
internal sealed class ThreadList(int programLength)
{
    private readonly SparseSet _instructions = new(programLength);
    private int[] _slots = [];

    public int Count => _instructions.Count;

    public ReadOnlySpan<int> Instructions => _instructions.Members;

    public void Clear() => _instructions.Clear();

    /// <summary>False when a thread of higher priority stands there already.</summary>
    public bool Add(int instruction) => _instructions.Add(instruction);

    /// <summary>The slots of the thread at a place in the order.</summary>
    public Span<int> SlotsOf(int place, int slotCount) => _slots.AsSpan(place * slotCount, slotCount);

    /// <summary>Stores the slots of the thread that was added last.</summary>
    public void StoreSlots(ReadOnlySpan<int> slots)
    {
        var place = Count - 1;
        if (_slots.Length < (place + 1) * slots.Length)
        {
            Array.Resize(ref _slots, Math.Max((place + 1) * slots.Length, _slots.Length * 2));
        }

        slots.CopyTo(SlotsOf(place, slots.Length));
    }
}
