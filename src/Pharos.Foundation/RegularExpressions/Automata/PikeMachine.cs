using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// Finds groups by running all alternatives side by side, each with its own slots: one pass over the input, with memory that does not grow
/// with it. Not safe for concurrent use.
/// </summary>
internal sealed class PikeMachine(AutomatonProgram program, MatchBounds bounds)
{
    private readonly Stack<Job> _jobs = new();
    private ThreadList _current = new(program.Code.Length);
    private ThreadList _following = new(program.Code.Length);

    /// <inheritdoc cref="Backtracker.Find"/>
    public bool Find(ReadOnlySpan<byte> input, int from, Span<int> slots)
    {
        var scratch = new int[slots.Length];
        var isMatch = false;
        _current.Clear();
        slots.Fill(-1);
        var position = from;
        while (true)
        {
            // A match that begins later has the least priority, and none once there is a match.
            if (!isMatch && (!bounds.AtStart || position == from))
            {
                scratch.AsSpan().Fill(-1);
                Follow(_current, program.Start, input, position, scratch);
            }

            if (_current.Count == 0)
            {
                return isMatch;
            }

            var width = 0;
            var symbol = position < input.Length ? program.Symbols.At(input, position, out width) : -1;
            isMatch |= Step(input, position, symbol, width, scratch, slots);
            if (symbol < 0)
            {
                return isMatch;
            }

            position += width;
            (_current, _following) = (_following, _current);
        }
    }

    /// <summary>Moves the threads over one symbol. True when one of them matched before it; those with less priority end there.</summary>
    private bool Step(ReadOnlySpan<byte> input, int position, int symbol, int width, int[] scratch, Span<int> slots)
    {
        _following.Clear();
        var place = 0;
        foreach (var index in _current.Instructions)
        {
            ref readonly var instruction = ref program.Code[index];
            if (instruction.Opcode == Opcode.Match)
            {
                if (!bounds.AtEnd || position == input.Length)
                {
                    _current.SlotsOf(place, slots.Length).CopyTo(slots);
                    return true;
                }
            }
            else if (symbol >= 0 && instruction.Consumes && program.Takes(instruction, symbol))
            {
                _current.SlotsOf(place, slots.Length).CopyTo(scratch);
                Follow(_following, instruction.Next, input, position + width, scratch);
            }

            place++;
        }

        return false;
    }

    /// <summary>Adds the threads that an instruction leads to without reading, in order of priority.</summary>
    private void Follow(ThreadList threads, int start, ReadOnlySpan<byte> input, int position, int[] slots)
    {
        _jobs.Push(new Job(start, 0));
        while (_jobs.TryPop(out var job))
        {
            if (job.Instruction < 0)
            {
                slots[~job.Instruction] = job.Position;
                continue;
            }

            var index = job.Instruction;
            while (threads.Add(index))
            {
                threads.StoreSlots(slots);
                ref readonly var instruction = ref program.Code[index];
                if (instruction.Opcode == Opcode.Split)
                {
                    _jobs.Push(new Job(instruction.Argument, 0));
                }
                else if (instruction.Opcode == Opcode.Save)
                {
                    if (instruction.Argument < slots.Length)
                    {
                        _jobs.Push(new Job(~instruction.Argument, slots[instruction.Argument]));
                        slots[instruction.Argument] = position;
                    }
                }
                else if (instruction.Opcode != Opcode.Assert
                    || ((Assertion)instruction.Argument & TextPosition.At(input, position)) == Assertion.None)
                {
                    break;
                }

                index = instruction.Next;
            }
        }
    }

    /// <summary>An instruction still to be followed, or (complement of a slot) a position to put back into it.</summary>
    private readonly record struct Job(int Instruction, int Position);
}
