using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// Turns a tree into a program, back to front: each node is compiled with the place to go on at already known. Recursion is bounded by the
/// height of the tree, and the program by its size.
/// </summary>
internal sealed class ProgramCompiler
{
    private static readonly RuneSet NewlineSet = RuneSet.Of('\n');
    private static readonly RuneSet WordSet = NamedClasses.FindPerl((byte)'w', ignoreCase: false)!;

    private readonly List<Instruction> _code = [];
    private readonly List<RuneSet> _sets = [];
    private readonly Dictionary<RuneSet, int> _setNumbers = [];
    private Assertion _assertions;

    private ProgramCompiler()
    {
    }

    /// <returns>The program, or null where it would be too large.</returns>
    public static AutomatonProgram? Compile(Re2Node root, int groupCount)
    {
        var compiler = new ProgramCompiler();
        var end = compiler.Emit(Opcode.Save, compiler.Emit(Opcode.Match, 0, 0), 1);
        var body = compiler.Visit(root, end);
        var start = compiler.Emit(Opcode.Save, body, 0);
        return compiler.Finish(start, 2 * (groupCount + 1));
    }

    private AutomatonProgram? Finish(int start, int slotCount)
    {
        // The assertions look at word characters and line feeds, so these must be symbols of their own.
        if ((_assertions & (Assertion.WordBoundary | Assertion.NotWordBoundary)) != Assertion.None)
        {
            SetNumber(WordSet);
        }

        if ((_assertions & (Assertion.BeginLine | Assertion.EndLine)) != Assertion.None)
        {
            SetNumber(NewlineSet);
        }

        if (!SymbolPartition.TryDivide(_sets, out var symbols, out var takers, out var members))
        {
            return null;
        }

        var code = _code.ToArray();
        foreach (ref var instruction in code.AsSpan())
        {
            if (instruction.Opcode == Opcode.Set)
            {
                instruction = takers[instruction.Argument] with { Next = instruction.Next };
            }
        }

        return new AutomatonProgram(code, start, slotCount, symbols, members, _assertions);
    }

    private int Visit(Re2Node node, int next)
    {
        switch (node)
        {
            case LiteralNode literal:
                for (var i = literal.Runes.Length - 1; i >= 0; i--)
                {
                    next = EmitSet(literal.IgnoreCase ? Unicode.CaseFolding.GroupOf(literal.Runes[i]) : RuneSet.Of(literal.Runes[i]), next);
                }

                return next;
            case ClassNode @class:
                return EmitSet(@class.Set, next);
            case AssertionNode assertion:
                _assertions |= assertion.Assertion;
                return Emit(Opcode.Assert, next, (int)assertion.Assertion);
            case CaptureNode capture:
                var close = Emit(Opcode.Save, next, (2 * capture.Index) + 1);
                return Emit(Opcode.Save, Visit(capture.Body, close), 2 * capture.Index);
            case ConcatNode concat:
                for (var i = concat.Parts.Length - 1; i >= 0; i--)
                {
                    next = Visit(concat.Parts[i], next);
                }

                return next;
            case AlternationNode alternation:
                var rest = Visit(alternation.Branches[^1], next);
                for (var i = alternation.Branches.Length - 2; i >= 0; i--)
                {
                    rest = Emit(Opcode.Split, Visit(alternation.Branches[i], next), rest);
                }

                return rest;
            case RepeatNode repeat:
                return CompileRepeat(repeat, next);
            default:
                return next;
        }
    }

    private int CompileRepeat(RepeatNode repeat, int next)
    {
        // Copies of nothing are nothing, however many.
        if (repeat.Max == 0 || repeat.Body is EmptyNode)
        {
            return next;
        }

        var copies = repeat.Min;
        if (repeat.Max == RepeatNode.Unbounded)
        {
            next = CompileLoop(repeat, next);
            copies--;
        }
        else
        {
            // x{0,3} is (x(x(x)?)?)?: every copy leaves to the same place.
            var leave = next;
            for (var i = repeat.Min; i < repeat.Max; i++)
            {
                next = EmitSplit(Visit(repeat.Body, next), leave, repeat.IsGreedy);
            }
        }

        for (var i = 0; i < copies; i++)
        {
            next = Visit(repeat.Body, next);
        }

        return next;
    }

    /// <summary>The last copy of an unbounded repetition, which comes back to itself.</summary>
    private int CompileLoop(RepeatNode repeat, int next)
    {
        var loop = Emit(Opcode.Split, 0, 0);
        var body = Visit(repeat.Body, loop);
        _code[loop] = Split(body, next, repeat.IsGreedy);
        if (repeat.Min > 0)
        {
            return body;
        }

        // A body that may be empty must be entered before it can be left: x* is then (x+)?, else the priorities would be others.
        return repeat.Body.IsNullable ? EmitSplit(body, next, repeat.IsGreedy) : loop;
    }

    private int EmitSet(RuneSet set, int next)
    {
        if (set.IsEmpty)
        {
            return Emit(Opcode.Fail, 0, 0);
        }

        return set.IsAll ? Emit(Opcode.Any, next, 0) : Emit(Opcode.Set, next, SetNumber(set));
    }

    private int SetNumber(RuneSet set)
    {
        if (!_setNumbers.TryGetValue(set, out var number))
        {
            number = _sets.Count;
            _sets.Add(set);
            _setNumbers.Add(set, number);
        }

        return number;
    }

    private int EmitSplit(int body, int leave, bool isGreedy)
    {
        _code.Add(Split(body, leave, isGreedy));
        return _code.Count - 1;
    }

    private static Instruction Split(int body, int leave, bool isGreedy) =>
        new() { Opcode = Opcode.Split, Next = isGreedy ? body : leave, Argument = isGreedy ? leave : body };

    private int Emit(Opcode opcode, int next, int argument)
    {
        _code.Add(new Instruction { Opcode = opcode, Next = next, Argument = argument });
        return _code.Count - 1;
    }
}
