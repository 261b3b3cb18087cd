using System.Runtime.CompilerServices;
using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// A compiled pattern: instructions over symbol classes of code points. Immutable, so safe for concurrent use.
/// </summary>
/// <remarks>
/// It works on code points and not on bytes although the input is bytes. Every invalid byte counts as one U+FFFD, and whether a byte is
/// invalid depends on the bytes behind it, so an automaton over bytes would have to look ahead wherever U+FFFD belongs to a class. One
/// table look-up finds the symbol of an ASCII byte; that is no more than a byte automaton pays.
/// </remarks>
internal sealed class AutomatonProgram
{
    private readonly bool[] _members;

    public AutomatonProgram(Instruction[] code, int start, int slotCount, SymbolMap symbols, bool[] members, Assertion assertions)
    {
        Code = code;
        Start = start;
        SlotCount = slotCount;
        Symbols = symbols;
        Assertions = assertions;
        _members = members;
        IsTail = FindTails(code);
    }

    public Instruction[] Code { get; }

    public int Start { get; }

    /// <summary>Two for the whole match and two for each group.</summary>
    public int SlotCount { get; }

    public SymbolMap Symbols { get; }

    /// <summary>All assertions that occur in it.</summary>
    public Assertion Assertions { get; }

    /// <summary>Whether an instruction takes any code point and then comes back to itself or ends, as the last of <c>a.*</c> does.</summary>
    public bool[] IsTail { get; }

    /// <summary>Whether an instruction that consumes takes the symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Takes(in Instruction instruction, int symbol) => instruction.Opcode switch
    {
        Opcode.Symbol => instruction.Argument == symbol,
        Opcode.Set => _members[(instruction.Argument * Symbols.Count) + symbol],
        _ => true,
    };

    private static bool[] FindTails(Instruction[] code)
    {
        var tails = new bool[code.Length];
        for (var i = 0; i < code.Length; i++)
        {
            tails[i] = code[i].Opcode == Opcode.Any && ComesBackOrEnds(code, i);
        }

        return tails;
    }

    /// <summary>Looks at a few instructions behind a candidate: a tail of the usual form shows at once.</summary>
    private static bool ComesBackOrEnds(Instruction[] code, int candidate)
    {
        const int MostSteps = 16;
        Span<int> pending = stackalloc int[MostSteps + 1];
        pending[0] = code[candidate].Next;
        var count = 1;
        var comesBack = false;
        var ends = false;
        for (var step = 0; step < MostSteps && count > 0; step++)
        {
            var index = pending[--count];
            comesBack |= index == candidate;
            ends |= code[index].Opcode == Opcode.Match;
            if (code[index].Opcode is Opcode.Split or Opcode.Save)
            {
                pending[count++] = code[index].Next;
            }

            if (code[index].Opcode == Opcode.Split)
            {
                pending[count++] = code[index].Argument;
            }
        }

        return comesBack && ends;
    }
}
