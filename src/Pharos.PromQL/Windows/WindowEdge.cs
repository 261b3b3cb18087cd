using System.Runtime.CompilerServices;

namespace Pharos.PromQL.Windows;

/// <summary>
/// One edge of windows that move over the samples of a series. Samples mostly come at equal distances, so the edge first looks as far ahead
/// as it moved the last time, and passes the samples between only where that is wrong.
/// </summary>
internal ref struct WindowEdge
{
    private readonly ReadOnlySpan<long> _times;
    private int _stride;

    public WindowEdge(ReadOnlySpan<long> times)
    {
        _times = times;
    }

    /// <summary>The first sample that was not passed.</summary>
    public int Index { get; private set; }

    /// <summary>Passes all samples up to a time, which is never ahead of the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PassUntil(long timeMs)
    {
        var times = _times;
        var index = Index + _stride;
        if (index > times.Length || (_stride > 0 && times[index - 1] > timeMs))
        {
            index = Index;
        }

        while (index < times.Length && times[index] <= timeMs)
        {
            index++;
        }

        _stride = index - Index;
        Index = index;
    }
}
