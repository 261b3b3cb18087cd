using System.Runtime.CompilerServices;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>A set of small integers that keeps the order of insertion and is emptied at no cost. Not safe for concurrent use.</summary>
internal sealed class SparseSet(int capacity)
{
    private readonly int[] _dense = new int[capacity];
    private readonly int[] _places = new int[capacity];

    public int Count { get; private set; }

    public Span<int> Members => _dense.AsSpan(0, Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int value)
    {
        var place = _places[value];
        if (place < Count && _dense[place] == value)
        {
            return false;
        }

        _places[value] = Count;
        _dense[Count++] = value;
        return true;
    }

    public void Clear() => Count = 0;
}
