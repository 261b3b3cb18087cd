using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>
/// Finds groups by running all alternatives side by side in one pass over the input: its time is bounded by the product of the lengths of
/// input and program. Not safe for concurrent use.
/// </summary>
internal sealed class PikeMachine(AutomatonProgram program, MatchBounds bounds)
{
    private readonly Stack<(int Instruction, SavedPosition? Saved)> _pending = new();
    private ThreadList _current = new(program.Code.Length);
    private ThreadList _following = new(program.Code.Length);

    /// <inheritdoc cref="Backtracker.Find"/>
    public bool Find(ReadOnlySpan<byte> input, int from, Span<int> slots)
    {
        var isMatch = Run(input, from, slots);
        _current.Forget();
        _following.Forget();
        return isMatch;
    }

    private bool Run(ReadOnlySpan<byte> input, int from, Span<int> slots)
    {
        var isMatch = false;
        var position = from;
        while (true)
        {
            // A match that begins later has the least priority, and none once there is a match.
            if (!isMatch && (!bounds.AtStart || position == from))
            {
                Follow(_current, program.Start, null, input, position, slots.Length);
            }

            if (_current.Count == 0)
            {
                return isMatch;
            }

            var width = 0;
            var symbol = position < input.Length ? program.Symbols.At(input, position, out width) : -1;
            isMatch |= Step(input, position, symbol, width, slots);
            if (symbol < 0)
            {
                return isMatch;
            }

            position += width;
            (_current, _following) = (_following, _current);
        }
    }

    /// <summary>Moves the threads over one symbol. True when one of them matched before it; those with less priority end there.</summary>
    private bool Step(ReadOnlySpan<byte> input, int position, int symbol, int width, Span<int> slots)
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
                    SavedPosition.CopyTo(_current.SavedBy(place), slots);
                    return true;
                }
            }
            else if (symbol >= 0 && instruction.Consumes && program.Takes(instruction, symbol))
            {
                Follow(_following, instruction.Next, _current.SavedBy(place), input, position + width, slots.Length);
            }

            place++;
        }

        return false;
    }

    /// <summary>Adds the threads that an instruction leads to without reading, in order of priority.</summary>
    private void Follow(ThreadList threads, int start, SavedPosition? saved, ReadOnlySpan<byte> input, int position, int slotCount)
    {
        _pending.Push((start, saved));
        while (_pending.TryPop(out var alternative))
        {
            var (index, path) = alternative;
            while (threads.Add(index, path))
            {
                ref readonly var instruction = ref program.Code[index];
                if (instruction.Opcode == Opcode.Split)
                {
                    _pending.Push((instruction.Argument, path));
                }
                else if (instruction.Opcode == Opcode.Save)
                {
                    path = instruction.Argument < slotCount ? new SavedPosition(instruction.Argument, position, path) : path;
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
}
