using System.Runtime.CompilerServices;

namespace Pharos.PromQL.Columns;

/// <summary>Some steps of a grid.</summary>
internal readonly struct StepSet
{
    private readonly ulong[] _bits;

    public StepSet(int steps)
    {
        _bits = new ulong[(steps + 63) / 64];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int step) => (_bits[step >> 6] & (1UL << (step & 63))) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int step) => _bits[step >> 6] |= 1UL << (step & 63);

    /// <summary>Adds the steps at which a row has a sample. False if one of them was there before.</summary>
    public bool TryAddAll(Row row)
    {
        var areNew = true;
        for (var step = 0; step < row.Steps; step++)
        {
            if (row.HasSample(step))
            {
                areNew &= !Contains(step);
                Add(step);
            }
        }

        return areNew;
    }
}
