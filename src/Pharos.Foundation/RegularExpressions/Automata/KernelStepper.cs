using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// Moves sets of instructions, kernels, over one symbol: the step that the lazy automaton remembers and the simulation repeats. A kernel
/// holds what reads (instructions that consume), what ends (a match) and what waits for the next symbol to be known (assertions).
/// Not safe for concurrent use.
/// </summary>
internal sealed class KernelStepper
{
    private readonly AutomatonProgram _program;
    private readonly MatchBounds _bounds;
    private readonly SparseSet _resolved;
    private readonly SparseSet _visited;
    private readonly Stack<int> _pending = new();

    public KernelStepper(AutomatonProgram program, MatchBounds bounds)
    {
        _program = program;
        _bounds = bounds;
        _resolved = new SparseSet(program.Code.Length);
        _visited = new SparseSet(program.Code.Length);
    }

    /// <summary>The instructions of the kernel that was made last, valid until the next call; among them some that were only passed.</summary>
    public ReadOnlySpan<int> Reached => _visited.Members;

    /// <summary>Whether an instruction belongs to a kernel, and was not only passed on the way.</summary>
    public bool IsKernel(int instruction) => _program.Code[instruction].Opcode is Opcode.Match or Opcode.Assert or >= Opcode.Any;

    /// <summary>Makes the kernel at the beginning of the text.</summary>
    public StepOutcome Start()
    {
        _visited.Clear();
        Follow(_program.Start, Assertion.None, _visited);
        return Judge();
    }

    /// <summary>Makes the kernel behind a symbol.</summary>
    /// <param name="kernel">Where to start. It may be <see cref="Reached"/>.</param>
    /// <param name="before">What stands before the symbol.</param>
    /// <param name="symbol">The symbol, or the number of symbols for the end of the text.</param>
    public StepOutcome Step(ReadOnlySpan<int> kernel, Neighbour before, int symbol)
    {
        var isEnd = symbol == _program.Symbols.Count;
        if (Resolve(kernel, before, symbol) && (isEnd || !_bounds.AtEnd))
        {
            return StepOutcome.Matched;
        }

        if (isEnd)
        {
            return StepOutcome.Failed;
        }

        _visited.Clear();
        foreach (var index in _resolved.Members)
        {
            ref readonly var instruction = ref _program.Code[index];
            if (instruction.Consumes && _program.Takes(instruction, symbol))
            {
                Follow(instruction.Next, Assertion.None, _visited);
            }
        }

        if (!_bounds.AtStart)
        {
            Follow(_program.Start, Assertion.None, _visited);
        }

        return Judge();
    }

    /// <summary>What stands before the position behind a symbol; the same answer for all symbols where no assertion asks.</summary>
    public Neighbour NeighbourOf(int symbol)
    {
        const Assertion Lines = Assertion.BeginLine | Assertion.EndLine;
        const Assertion Words = Assertion.WordBoundary | Assertion.NotWordBoundary;
        if (symbol == _program.Symbols.Count)
        {
            return Neighbour.None;
        }

        if ((_program.Assertions & Lines) != Assertion.None && symbol == _program.Symbols.Newline)
        {
            return Neighbour.Newline;
        }

        return (_program.Assertions & Words) != Assertion.None && _program.Symbols.IsWord[symbol] ? Neighbour.Word : Neighbour.Other;
    }

    /// <summary>Passes the assertions that hold before the symbol. True when that reaches a match.</summary>
    private bool Resolve(ReadOnlySpan<int> kernel, Neighbour before, int symbol)
    {
        _resolved.Clear();
        var holding = _program.Assertions == Assertion.None
            ? Assertion.None
            : TextPosition.Between(before, NeighbourOf(symbol));
        var isMatch = false;
        foreach (var index in kernel)
        {
            Follow(index, holding, _resolved);
        }

        foreach (var index in _resolved.Members)
        {
            isMatch |= _program.Code[index].Opcode == Opcode.Match;
        }

        return isMatch;
    }

    private StepOutcome Judge()
    {
        var (hasMatch, hasTail, isEmpty) = (false, false, true);
        foreach (var index in _visited.Members)
        {
            hasMatch |= _program.Code[index].Opcode == Opcode.Match;
            hasTail |= _program.IsTail[index];
            isEmpty &= !IsKernel(index);
        }

        // Where the match must end with the text, a tail makes sure of it: with nothing left the match stands here, else the tail takes it.
        if (hasMatch && (hasTail || !_bounds.AtEnd))
        {
            return StepOutcome.Matched;
        }

        return isEmpty ? StepOutcome.Failed : StepOutcome.Continues;
    }

    /// <summary>Adds all that is reached from an instruction without reading, through the assertions that hold.</summary>
    private void Follow(int start, Assertion holding, SparseSet reached)
    {
        _pending.Push(start);
        while (_pending.TryPop(out var index))
        {
            while (reached.Add(index))
            {
                ref readonly var instruction = ref _program.Code[index];
                if (instruction.Opcode == Opcode.Split)
                {
                    _pending.Push(instruction.Argument);
                }
                else if (instruction.Opcode != Opcode.Save
                    && (instruction.Opcode != Opcode.Assert || ((Assertion)instruction.Argument & holding) == Assertion.None))
                {
                    break;
                }

                index = instruction.Next;
            }
        }
    }
}

/// <summary>Where a match must lie.</summary>
/// <param name="AtStart">It begins where the text begins.</param>
/// <param name="AtEnd">It ends where the text ends.</param>
internal readonly record struct MatchBounds(bool AtStart, bool AtEnd);

internal enum StepOutcome
{
    /// <summary>No continuation of the text can match.</summary>
    Failed,

    /// <summary>The text matches, whatever follows.</summary>
    Matched,

    /// <summary>What follows decides.</summary>
    Continues,
}
