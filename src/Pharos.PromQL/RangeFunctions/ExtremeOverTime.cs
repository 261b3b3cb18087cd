using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>Which of two values of a window is its extreme.</summary>
internal interface IExtreme
{
    /// <summary>Whether a value takes the place of one ahead of it in the window. NaN gives way to all and replaces only NaN.</summary>
    static abstract bool Replaces(double value, double earlier);
}

/// <summary>The first of the greatest.</summary>
internal readonly struct FirstGreatest : IExtreme
{
    public static bool Replaces(double value, double earlier) => value > earlier || double.IsNaN(earlier);
}

/// <summary>The last of the greatest.</summary>
internal readonly struct LastGreatest : IExtreme
{
    public static bool Replaces(double value, double earlier) => value >= earlier || double.IsNaN(earlier);
}

/// <summary>The first of the least.</summary>
internal readonly struct FirstLeast : IExtreme
{
    public static bool Replaces(double value, double earlier) => value < earlier || double.IsNaN(earlier);
}

/// <summary>The last of the least.</summary>
internal readonly struct LastLeast : IExtreme
{
    public static bool Replaces(double value, double earlier) => value <= earlier || double.IsNaN(earlier);
}

/// <summary>The least or greatest value of each window, or its time in seconds.</summary>
/// <remarks>
/// A window is an older half, of which the extreme from each sample to the half's end is known, and a newer half with one running extreme.
/// Once the window has left the older half, the newer one becomes it. So each sample is looked at twice, however wide windows are.
/// </remarks>
internal sealed class ExtremeOverTime<TExtreme> : FloatRangeFunction
    where TExtreme : struct, IExtreme
{
    private readonly bool _isTime;

    /// <summary>For each sample of the older half, the index of the extreme from there to the half's end.</summary>
    private int[] _older = [];

    public ExtremeOverTime(RangeCall call, bool isTime)
        : base(call)
    {
        _isTime = isTime;
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        var times = windows.Samples.FloatTimes;
        var firsts = windows.FloatFirst;
        var ends = windows.FloatEnd;
        if (_older.Length < values.Length)
        {
            _older = new int[Math.Max(values.Length, _older.Length * 2)];
        }

        // The older half ends where the newer one begins; the newer one has been read up to another place.
        var middle = 0;
        var read = 0;
        var newest = 0;
        for (var step = 0; step < results.Length; step++)
        {
            var first = firsts[step];
            var end = ends[step];
            if (first == end)
            {
                continue;
            }

            int extreme;
            if (first >= middle)
            {
                Fill(values, first, end);
                middle = end;
                read = end;
                extreme = _older[first];
            }
            else
            {
                for (; read < end; read++)
                {
                    newest = read == middle || TExtreme.Replaces(values[read], values[newest]) ? read : newest;
                }

                extreme = _older[first];
                if (middle < end && TExtreme.Replaces(values[newest], values[extreme]))
                {
                    extreme = newest;
                }
            }

            results[step] = _isTime ? times[extreme] / 1000.0 : values[extreme];
        }
    }

    /// <summary>Makes a whole window the older half.</summary>
    private void Fill(ReadOnlySpan<double> values, int first, int end)
    {
        var older = _older.AsSpan(0, end);
        var extreme = end - 1;
        older[extreme] = extreme;
        for (var i = end - 2; i >= first; i--)
        {
            extreme = TExtreme.Replaces(values[extreme], values[i]) ? extreme : i;
            older[i] = extreme;
        }
    }
}
