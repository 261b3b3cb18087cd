using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// Finds groups by trying alternatives in order of priority. It remembers each pair of instruction and position that it has tried and never
/// tries one twice, so its time is bounded by their number; use it where that is small. Not safe for concurrent use.
/// </summary>
internal sealed class Backtracker(AutomatonProgram program, MatchBounds bounds)
{
    /// <summary>The most pairs to keep a bit for: 32 KiB.</summary>
    private const int MaxPairs = 256 * 1024;

    private ulong[] _tried = [];
    private Job[] _jobs = new Job[32];
    private int _jobCount;

    /// <summary>Whether an input is short enough for a program.</summary>
    public static bool CanRun(AutomatonProgram program, int inputLength) => program.Code.Length * (inputLength + 1L) <= MaxPairs;

    /// <summary>Finds the first match at or behind <paramref name="from"/>.</summary>
    /// <param name="input">The text.</param>
    /// <param name="from">Where to begin; assertions see what stands before it.</param>
    /// <param name="slots">Receives positions, -1 where a group took no part; as many as wanted.</param>
    public bool Find(ReadOnlySpan<byte> input, int from, Span<int> slots)
    {
        var words = (int)(((program.Code.Length * (input.Length + 1L)) + 63) / 64);
        if (_tried.Length < words)
        {
            _tried = new ulong[words];
        }

        _tried.AsSpan(0, words).Clear();
        slots.Fill(-1);
        for (var position = from; position <= input.Length;)
        {
            if (TryAt(input, position, slots))
            {
                return true;
            }

            if (bounds.AtStart || position == input.Length)
            {
                break;
            }

            program.Symbols.At(input, position, out var width);
            position += width;
        }

        return false;
    }

    private bool TryAt(ReadOnlySpan<byte> input, int start, Span<int> slots)
    {
        _jobCount = 0;
        Push(program.Start, start);
        while (_jobCount > 0)
        {
            var job = _jobs[--_jobCount];
            if (job.Instruction < 0)
            {
                // Leaves an alternative that failed: its group did not end or begin there.
                slots[~job.Instruction] = job.Position;
            }
            else if (Run(job, input, slots))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Follows one alternative until it matches or fails; the others are left as jobs.</summary>
    private bool Run(Job job, ReadOnlySpan<byte> input, Span<int> slots)
    {
        var (index, position) = (job.Instruction, job.Position);
        while (MarkTried((index * (input.Length + 1)) + position))
        {
            ref readonly var instruction = ref program.Code[index];
            switch (instruction.Opcode)
            {
                case Opcode.Fail:
                    return false;
                case Opcode.Match:
                    return !bounds.AtEnd || position == input.Length;
                case Opcode.Split:
                    Push(instruction.Argument, position);
                    break;
                case Opcode.Save:
                    if (instruction.Argument < slots.Length)
                    {
                        Push(~instruction.Argument, slots[instruction.Argument]);
                        slots[instruction.Argument] = position;
                    }

                    break;
                case Opcode.Assert:
                    if (((Assertion)instruction.Argument & TextPosition.At(input, position)) == Assertion.None)
                    {
                        return false;
                    }

                    break;
                default:
                    if (position == input.Length)
                    {
                        return false;
                    }

                    var symbol = program.Symbols.At(input, position, out var width);
                    if (!program.Takes(instruction, symbol))
                    {
                        return false;
                    }

                    position += width;
                    break;
            }

            index = instruction.Next;
        }

        return false;
    }

    private bool MarkTried(int pair)
    {
        ref var word = ref _tried[pair >> 6];
        var bit = 1UL << (pair & 63);
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        return true;
    }

    private void Push(int instruction, int position)
    {
        if (_jobCount == _jobs.Length)
        {
            Array.Resize(ref _jobs, _jobs.Length * 2);
        }

        _jobs[_jobCount++] = new Job(instruction, position);
    }

    /// <summary>An alternative still to be tried, or (complement of a slot) a position to put back into it.</summary>
    private readonly record struct Job(int Instruction, int Position);
}
