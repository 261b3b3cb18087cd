using System.Runtime.Intrinsics;
using Pharos.Foundation.Numbers;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>What a function makes of the sum of a window.</summary>
internal interface ISumResult
{
    /// <param name="rest">The rounding errors of the sum.</param>
    /// <param name="count">Of the window's values.</param>
    static abstract double Of(double sum, double rest, int count);

    /// <summary>The result calculated from the values one after the other, for windows whose sum is not finite.</summary>
    static abstract double Of(ReadOnlySpan<double> window);
}

/// <summary>
/// Sums of windows. Where windows share few samples, each is summed up alone, in the order of time, which gives what Prometheus calculates
/// to the last bit. Where they share many, that would read every sample once per window. Then a window is an older half, of which the sum from
/// each sample to the half's end is known, and a newer half with one running sum; once the window has left the older half, the newer one
/// becomes it.
/// </summary>
/// <remarks>
/// Nothing is ever subtracted from a sum when a sample leaves the window, because what a large value has rounded away does not come back.
/// With compensated halves, the sliding sums differ from those in order by no more than the last bits.
/// </remarks>
internal sealed class WindowSums<TResult>
    where TResult : struct, ISumResult
{
    /// <summary>As long as windows share each sample among no more than so many, summing up each alone costs no more than sliding.</summary>
    private const int FewVisits = 16;

    private readonly QueryRun _run;
    private double[] _olderSums = [];
    private double[] _olderRests = [];

    public WindowSums(QueryRun run)
    {
        _run = run;
    }

    public void Evaluate(SeriesWindows windows, Span<double> results)
    {
        if (windows.FloatVisits <= (long)FewVisits * windows.Samples.FloatCount)
        {
            EvaluateEach(windows, results);
        }
        else
        {
            Slide(windows, results);
        }
    }

    /// <summary>Four windows at a time, each in its own lane.</summary>
    private static void EvaluateEach(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        var firsts = windows.FloatFirst;
        var ends = windows.FloatEnd;
        for (var step = 0; step < results.Length; step += WindowLanes.Count)
        {
            var lanes = new WindowLanes(values, firsts, ends, step);
            var sums = Vector256<double>.Zero;
            var rests = Vector256<double>.Zero;
            for (var i = 0; i < lanes.CommonLength; i++)
            {
                KahanVectors.Add(lanes.At(i), ref sums, ref rests);
            }

            for (var lane = 0; lane < lanes.Used; lane++)
            {
                var window = lanes.Window(lane);
                if (window.IsEmpty)
                {
                    continue;
                }

                var sum = sums[lane];
                var rest = rests[lane];
                foreach (var value in window[lanes.CommonLength..])
                {
                    KahanSum.Add(value, ref sum, ref rest);
                }

                results[step + lane] = double.IsFinite(sum) ? TResult.Of(sum, rest, window.Length) : TResult.Of(window);
            }
        }
    }

    private void Slide(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        var firsts = windows.FloatFirst;
        var ends = windows.FloatEnd;
        var nonFinite = new NonFiniteWindows(values);
        if (_olderSums.Length < values.Length)
        {
            _olderSums = new double[Math.Max(values.Length, _olderSums.Length * 2)];
            _olderRests = new double[_olderSums.Length];
        }

        // The older half ends where the newer one begins; the newer one has been read up to another place.
        var middle = 0;
        var read = 0;
        var newerSum = 0.0;
        var newerRest = 0.0;
        for (var step = 0; step < results.Length; step++)
        {
            var first = firsts[step];
            var end = ends[step];
            if (first == end)
            {
                continue;
            }

            if (first >= middle)
            {
                Fill(values, first, end);
                middle = end;
                read = end;
                newerSum = 0;
                newerRest = 0;
            }

            for (; read < end; read++)
            {
                KahanSum.Add(values[read], ref newerSum, ref newerRest);
            }

            var known = nonFinite.SumOf(first, end);
            if (known != 0)
            {
                results[step] = known;
                continue;
            }

            var sum = _olderSums[first];
            var rest = _olderRests[first] + newerRest;
            KahanSum.Add(newerSum, ref sum, ref rest);
            if (double.IsFinite(sum))
            {
                results[step] = TResult.Of(sum, rest, end - first);
            }
            else
            {
                // On the way the sum was too large for a number, and what that comes to depends on the order.
                _run.ThrowIfStopped();
                results[step] = TResult.Of(values[first..end]);
            }
        }
    }

    /// <summary>Makes a whole window the older half.</summary>
    private void Fill(ReadOnlySpan<double> values, int first, int end)
    {
        var sums = _olderSums.AsSpan(0, end);
        var rests = _olderRests.AsSpan(0, end);
        var sum = 0.0;
        var rest = 0.0;
        for (var i = end - 1; i >= first; i--)
        {
            KahanSum.Add(values[i], ref sum, ref rest);
            sums[i] = sum;
            rests[i] = rest;
        }
    }
}
