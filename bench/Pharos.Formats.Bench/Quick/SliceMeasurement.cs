using System.Diagnostics;
using System.Globalization;

namespace Pharos.Formats.Bench.Quick;

/// <summary>Rounds of one case, measured in slices of ten milliseconds.</summary>
internal sealed record SliceMeasurement(string Name, int Bytes, double Best, double Median, long AllocatedPerRound)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    public static SliceMeasurement Of(string name, int bytes, Func<int> round, TimeSpan time)
    {
        // The compiler optimizes behind our back while rounds go on; a fifth of the time is enough for that.
        Slices(bytes, round, time / 5, out _);
        var slices = Slices(bytes, round, time, out var allocatedPerRound);
        slices.Sort();
        return new SliceMeasurement(name, bytes, slices[^1], slices[slices.Count / 2], allocatedPerRound);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name,-56} {Bytes,8} {Best,10:F0} {Median,8:F0} {AllocatedPerRound,8}");

    /// <summary>Millions of bytes a second, a number per slice.</summary>
    private static List<double> Slices(int bytes, Func<int> round, TimeSpan time, out long allocatedPerRound)
    {
        var slices = new List<double>((int)(time / Slice) + 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        long allRounds = 0;
        for (var clock = Stopwatch.StartNew(); slices.Count == 0 || clock.Elapsed < time;)
        {
            var rounds = 0;
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < Slice)
            {
                if (round() == 0)
                {
                    throw new InvalidOperationException("the case does nothing");
                }

                rounds++;
            }

            slices.Add(bytes * (double)rounds / Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            allRounds += rounds;
        }

        // Less than a byte a round is the measurement's own.
        allocatedPerRound = (GC.GetAllocatedBytesForCurrentThread() - before) / allRounds;
        return slices;
    }
}
