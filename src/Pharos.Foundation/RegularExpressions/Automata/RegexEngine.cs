using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// A compiled pattern with the machines that run it. Safe for concurrent use: the machines that find groups have state of their own and
/// are handed out to one caller at a time.
/// </summary>
internal sealed class RegexEngine
{
    private readonly AutomatonProgram _program;
    private readonly MatchBounds _bounds;
    private readonly LazyDfa _dfa;
    private Backtracker? _idleBacktracker;
    private PikeMachine? _idlePike;

    private RegexEngine(AutomatonProgram program, MatchBounds bounds)
    {
        _program = program;
        _bounds = bounds;
        _dfa = new LazyDfa(program, bounds);
    }

    /// <returns>The engine, or null where the program would be too large.</returns>
    public static RegexEngine? Create(Re2Node root, int groupCount, MatchBounds bounds)
    {
        var program = ProgramCompiler.Compile(root, groupCount);
        return program is null ? null : new RegexEngine(program, bounds);
    }

    public bool IsMatch(ReadOnlySpan<byte> input) => _dfa.IsMatch(input);

    /// <summary>Finds the first match that begins at or behind <paramref name="from"/>, preferring alternatives that come first.</summary>
    /// <param name="input">The text.</param>
    /// <param name="from">Where to begin; assertions see what stands before it.</param>
    /// <param name="slots">
    /// Receives begin and end of the match and of its groups, -1 where a group took no part. It may be shorter than all groups need.
    /// </param>
    public bool Find(ReadOnlySpan<byte> input, int from, Span<int> slots)
    {
        slots[Math.Min(slots.Length, _program.SlotCount)..].Fill(-1);
        slots = slots[..Math.Min(slots.Length, _program.SlotCount)];
        if (Backtracker.CanRun(_program, input.Length))
        {
            var backtracker = Interlocked.Exchange(ref _idleBacktracker, null) ?? new Backtracker(_program, _bounds);
            var found = backtracker.Find(input, from, slots);
            _idleBacktracker = backtracker;
            return found;
        }

        var pike = Interlocked.Exchange(ref _idlePike, null) ?? new PikeMachine(_program, _bounds);
        var isMatch = pike.Find(input, from, slots);
        _idlePike = pike;
        return isMatch;
    }
}
