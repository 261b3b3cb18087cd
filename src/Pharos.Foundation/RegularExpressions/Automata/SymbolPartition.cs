using System.Diagnostics.CodeAnalysis;
using Pharos.Foundation.RegularExpressions.Syntax;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// Finds the coarsest division of the code points in which every set of a pattern is a union of parts, and says which parts those are.
/// </summary>
internal sealed class SymbolPartition
{
    /// <summary>The most steps and table entries to spend on one pattern.</summary>
    private const long MaxWork = 1 << 25;

    private readonly int[] _starts;
    private readonly int[] _parts;
    private int _count = 1;
    private long _work;

    private SymbolPartition(IReadOnlyList<RuneSet> sets)
    {
        _starts = StartsOf(sets);
        _parts = new int[_starts.Length];
    }

    /// <summary>Divides the code points; false where the sets are too many and too ragged for <see cref="MaxWork"/>.</summary>
    /// <param name="sets">Distinct sets.</param>
    /// <param name="symbols">Receives the division.</param>
    /// <param name="takers">Receives, for each set in order, the instruction that takes its members.</param>
    /// <param name="members">Receives what <see cref="Opcode.Set"/> looks up: a row of symbols for each set that has several.</param>
    public static bool TryDivide(
        IReadOnlyList<RuneSet> sets,
        [NotNullWhen(true)] out SymbolMap? symbols,
        out Instruction[] takers,
        out bool[] members)
    {
        var partition = new SymbolPartition(sets);
        (symbols, takers, members) = (null, [], []);
        foreach (var set in sets)
        {
            if (!partition.TrySplit(set))
            {
                return false;
            }
        }

        partition.Renumber();
        if (!partition.TryMakeTakers(sets, out takers, out members))
        {
            return false;
        }

        symbols = new SymbolMap(partition._starts, partition._parts, partition._count);
        return true;
    }

    private static int[] StartsOf(IReadOnlyList<RuneSet> sets)
    {
        var starts = new HashSet<int> { 0 };
        foreach (var set in sets)
        {
            foreach (var (first, last) in set)
            {
                starts.Add(first);
                if (last < Utf8Runes.Last)
                {
                    starts.Add(last + 1);
                }
            }
        }

        int[] sorted = [.. starts];
        sorted.AsSpan().Sort();
        return sorted;
    }

    /// <summary>Splits each part into what lies in the set and what does not.</summary>
    private bool TrySplit(RuneSet set)
    {
        var insides = new Dictionary<int, int>();
        foreach (var (first, last) in set)
        {
            foreach (ref var part in IntervalsOf(first, last))
            {
                if (!insides.TryGetValue(part, out var inside))
                {
                    inside = _count++;
                    insides.Add(part, inside);
                }

                part = inside;
                _work++;
            }

            if (_work > MaxWork)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Closes the gaps in the numbers of parts that were split whole.</summary>
    private void Renumber()
    {
        var numbers = new int[_count];
        _count = 0;
        foreach (ref var part in _parts.AsSpan())
        {
            ref var number = ref numbers[part];
            if (number == 0)
            {
                number = ++_count;
            }

            part = number - 1;
        }
    }

    private bool TryMakeTakers(IReadOnlyList<RuneSet> sets, out Instruction[] takers, out bool[] members)
    {
        takers = new Instruction[sets.Count];
        members = [];
        var rows = 0;
        for (var i = 0; i < takers.Length; i++)
        {
            // A set that is one symbol is compared and not looked up.
            takers[i] = IsOneSymbol(sets[i], out var symbol)
                ? new Instruction { Opcode = Opcode.Symbol, Argument = symbol }
                : new Instruction { Opcode = Opcode.Set, Argument = rows++ };
        }

        if ((long)rows * _count > MaxWork)
        {
            return false;
        }

        members = new bool[rows * _count];
        for (var i = 0; i < takers.Length; i++)
        {
            if (takers[i].Opcode != Opcode.Set)
            {
                continue;
            }

            var row = members.AsSpan(takers[i].Argument * _count, _count);
            foreach (var (first, last) in sets[i])
            {
                foreach (var part in IntervalsOf(first, last))
                {
                    row[part] = true;
                }
            }
        }

        return true;
    }

    private bool IsOneSymbol(RuneSet set, out int symbol)
    {
        symbol = -1;
        foreach (var (first, last) in set)
        {
            foreach (var part in IntervalsOf(first, last))
            {
                if (symbol >= 0 && part != symbol)
                {
                    return false;
                }

                symbol = part;
            }
        }

        return true;
    }

    /// <summary>The parts of the intervals that make up a range of a set.</summary>
    private Span<int> IntervalsOf(int first, int last)
    {
        var begin = Array.BinarySearch(_starts, first);
        var end = last == Utf8Runes.Last ? _starts.Length : Array.BinarySearch(_starts, last + 1);
        return _parts.AsSpan(begin, end - begin);
    }
}
