using System.Runtime.InteropServices;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>The numbers of many rows, of each from its first sample to its last. Not safe for concurrent use.</summary>
internal sealed class HeldRows
{
    private readonly List<(int Start, int FirstStep, int Length)> _rows = [];
    private double[] _numbers = [];
    private int _used;

    public int Count => _rows.Count;

    /// <summary>All numbers, where rows have one step; may be changed.</summary>
    public Span<double> Single => _numbers.AsSpan(0, _used);

    /// <summary>Adds a row's numbers and returns how many are held of it.</summary>
    public int Add(ReadOnlySpan<double> values)
    {
        var bits = MemoryMarshal.Cast<double, long>(values);
        var first = bits.IndexOfAnyExcept(Slot.AbsentBits);
        if (first < 0)
        {
            return 0;
        }

        var held = values[first..(bits.LastIndexOfAnyExcept(Slot.AbsentBits) + 1)];
        if (held.Length > _numbers.Length - _used)
        {
            Array.Resize(ref _numbers, checked(Math.Max(_used + held.Length, (int)Math.Min(2L * _used, Array.MaxLength))));
        }

        held.CopyTo(_numbers.AsSpan(_used));
        if (values.Length > 1)
        {
            _rows.Add((_used, first, held.Length));
        }

        _used += held.Length;
        return held.Length;
    }

    /// <summary>Takes the numbers of some steps out of all rows, those of each step side by side.</summary>
    /// <param name="counts">How many there are of each step; as long as there are steps to take.</param>
    /// <param name="destination">Room for <see cref="Count"/> numbers per step.</param>
    public void Gather(int firstStep, Span<int> counts, Span<double> destination)
    {
        counts.Clear();
        foreach (var (start, rowStep, length) in CollectionsMarshal.AsSpan(_rows))
        {
            var from = Math.Max(firstStep, rowStep);
            var to = Math.Min(firstStep + counts.Length, rowStep + length);
            for (var step = from; step < to; step++)
            {
                var value = _numbers[start + step - rowStep];
                if (Slot.IsPresent(value))
                {
                    var column = step - firstStep;
                    destination[(column * _rows.Count) + counts[column]++] = value;
                }
            }
        }
    }
}
