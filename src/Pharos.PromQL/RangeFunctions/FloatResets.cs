using System.Runtime.Intrinsics;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// The places in a series at which a counter of floats began anew, found once for all windows. Most series have none. Memory is kept for
/// the next series.
/// </summary>
internal sealed class FloatResets
{
    private int[] _places = new int[16];
    private int _count;

    /// <summary>Indices of the samples behind the resets, ascending.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, _count);

    /// <summary>Finds where the value falls, and where a start says so if starts were read.</summary>
    public void Find(SampleColumns samples)
    {
        if (samples.FloatStarts.IsEmpty)
        {
            FindFalls(samples.Floats);
        }
        else
        {
            FindWithStarts(samples);
        }
    }

    /// <summary>Finds where the value falls.</summary>
    public void FindFalls(ReadOnlySpan<double> values)
    {
        _count = 0;
        var i = 1;
        if (Vector256.IsHardwareAccelerated)
        {
            // Fast path: a counter mostly goes up for long.
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                var falls = Vector256.LessThan(Vector256.Create(values[i..]), Vector256.Create(values[(i - 1)..]));
                if (falls != Vector256<double>.Zero)
                {
                    for (var bits = falls.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
                    {
                        Add(i + System.Numerics.BitOperations.TrailingZeroCount(bits));
                    }
                }
            }
        }

        for (; i < values.Length; i++)
        {
            if (values[i] < values[i - 1])
            {
                Add(i);
            }
        }
    }

    private void FindWithStarts(SampleColumns samples)
    {
        _count = 0;
        var values = samples.Floats;
        var times = samples.FloatTimes;
        var starts = samples.FloatStarts;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] < values[i - 1] || StartTimes.IsReset(starts[i - 1], times[i - 1], starts[i], times[i]))
            {
                Add(i);
            }
        }
    }

    private void Add(int place)
    {
        if (_count == _places.Length)
        {
            Array.Resize(ref _places, _count * 2);
        }

        _places[_count++] = place;
    }
}
