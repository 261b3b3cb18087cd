using System.Runtime.Intrinsics;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// Variances of windows, each alone or sliding as in <see cref="WindowSums{TResult}"/> and for the same reasons.
/// </summary>
internal sealed class WindowVariances
{
    /// <summary>As long as windows share each sample among no more than so many, each alone costs no more than sliding.</summary>
    private const int FewVisits = 16;

    /// <summary>
    /// The most by which the squared mean may be above the variance for sliding. Beyond, the last bits of the mean are what the result is
    /// made of, and it is the same as Prometheus's only if every step is.
    /// </summary>
    private const double FarFromZero = 1e7;

    private readonly QueryRun _run;
    private Moments[] _older = [];

    public WindowVariances(QueryRun run)
    {
        _run = run;
    }

    public void Evaluate(SeriesWindows windows, Span<double> results)
    {
        if (windows.FloatVisits <= (long)FewVisits * windows.Samples.FloatCount)
        {
            for (var step = 0; step < results.Length; step += WindowLanes.Count)
            {
                EvaluateEach(windows, step, results);
            }
        }
        else
        {
            Slide(windows, results);
        }
    }

    /// <summary>The windows of four steps at once, each in its own lane.</summary>
    private static void EvaluateEach(SeriesWindows windows, int step, Span<double> results)
    {
        var lanes = new WindowLanes(windows.Samples.Floats, windows.FloatFirst, windows.FloatEnd, step);
        var means = Vector256<double>.Zero;
        var meanRests = Vector256<double>.Zero;
        var squares = Vector256<double>.Zero;
        var squaresRests = Vector256<double>.Zero;
        for (var i = 0; i < lanes.CommonLength; i++)
        {
            var values = lanes.At(i);
            var distances = values - (means + meanRests);
            KahanVectors.Add(distances / Vector256.Create((double)(i + 1)), ref means, ref meanRests);
            KahanVectors.Add(distances * (values - (means + meanRests)), ref squares, ref squaresRests);
        }

        for (var lane = 0; lane < lanes.Used; lane++)
        {
            var window = lanes.Window(lane);
            if (window.IsEmpty)
            {
                continue;
            }

            var moments = new Moments(means[lane], meanRests[lane], squares[lane], squaresRests[lane]);
            for (var i = lanes.CommonLength; i < window.Length; i++)
            {
                moments.Add(window[i], i + 1);
            }

            results[step + lane] = moments.Squares / window.Length;
        }
    }

    private void Slide(SeriesWindows windows, Span<double> results)
    {
        var values = windows.Samples.Floats;
        var firsts = windows.FloatFirst;
        var ends = windows.FloatEnd;
        var nonFinite = new NonFiniteWindows(values);
        if (_older.Length < values.Length)
        {
            _older = new Moments[Math.Max(values.Length, _older.Length * 2)];
        }

        // The older half ends where the newer one begins; the newer one has been read up to another place.
        var middle = 0;
        var read = 0;
        var newer = default(Moments);
        var exact = -WindowLanes.Count;
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
                newer = default;
            }

            for (; read < end; read++)
            {
                newer.Add(values[read], read - middle + 1);
            }

            if (step < exact + WindowLanes.Count)
            {
                // Calculated already.
                continue;
            }

            if (nonFinite.SumOf(first, end) != 0)
            {
                results[step] = double.NaN;
                continue;
            }

            var older = _older[first];
            double count = end - first;
            var squares = middle == end ? older.Squares : older.SquaresWith(newer, middle - first, end - middle);
            if (squares == 0 || (double.IsFinite(squares) && older.Mean * older.Mean * count <= squares * FarFromZero))
            {
                results[step] = squares / count;
            }
            else
            {
                _run.ThrowIfStopped();
                EvaluateEach(windows, step, results);
                exact = step;
            }
        }
    }

    /// <summary>Makes a whole window the older half.</summary>
    private void Fill(ReadOnlySpan<double> values, int first, int end)
    {
        var older = _older.AsSpan(0, end);
        var moments = default(Moments);
        for (var i = end - 1; i >= first; i--)
        {
            moments.Add(values[i], end - i);
            older[i] = moments;
        }
    }
}
