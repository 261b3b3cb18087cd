using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// The windows of four steps side by side, so that what has to be calculated in order within a window is calculated for four of them at
/// once.
/// </summary>
internal readonly ref struct WindowLanes
{
    public const int Count = 4;

    private readonly ReadOnlySpan<double> _values;
    private readonly ReadOnlySpan<int> _firsts;
    private readonly ReadOnlySpan<int> _ends;

    /// <param name="values">All samples of the series.</param>
    /// <param name="step">The first of the steps; beyond the last one, lanes are not used.</param>
    public WindowLanes(ReadOnlySpan<double> values, ReadOnlySpan<int> firsts, ReadOnlySpan<int> ends, int step)
    {
        _values = values;
        Used = Math.Min(Count, firsts.Length - step);
        _firsts = firsts.Slice(step, Used);
        _ends = ends.Slice(step, Used);
        CommonLength = Used < Count ? 0 : int.MaxValue;
        for (var lane = 0; lane < Used; lane++)
        {
            CommonLength = Math.Min(CommonLength, _ends[lane] - _firsts[lane]);
        }
    }

    public int Used { get; }

    /// <summary>How many values all windows have at the least; 0 if not all lanes are used.</summary>
    public int CommonLength { get; }

    public ReadOnlySpan<double> Window(int lane) => _values[_firsts[lane].._ends[lane]];

    /// <summary>The value at an index into each window, which is less than <see cref="CommonLength"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> At(int index)
    {
        Debug.Assert(index < CommonLength, "Not all windows are that long.");
        ref var values = ref Unsafe.Add(ref MemoryMarshal.GetReference(_values), index);
        return Vector256.Create(
            Unsafe.Add(ref values, _firsts[0]),
            Unsafe.Add(ref values, _firsts[1]),
            Unsafe.Add(ref values, _firsts[2]),
            Unsafe.Add(ref values, _firsts[3]));
    }
}
