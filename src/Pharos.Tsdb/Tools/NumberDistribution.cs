using System.Globalization;

namespace Pharos.Tsdb.Tools;

/// <summary>Whole numbers, none below zero, and how often each is there, drawn as bars. Needs memory for different numbers only.</summary>
internal sealed class NumberDistribution
{
    private const int SmallestStep = 10;
    private const int LargestStep = 100_000;
    private const int MaxBars = 100_000;

    private readonly SortedDictionary<long, long> _counts = [];
    private long _sum;
    private long _count;

    public void Add(long number)
    {
        _counts[number] = _counts.GetValueOrDefault(number) + 1;
        _sum += number;
        _count++;
    }

    /// <summary>A bar has a mark for each hundredth of <paramref name="total"/>.</summary>
    public void Write(TextWriter output, string name, long total)
    {
        if (_count == 0)
        {
            output.Write($"{name}: N/A\n\n");
            return;
        }

        var (least, most) = (_counts.First().Key, _counts.Last().Key);
        var step = StepOf(least, most);
        var start = least - least % step;
        var end = most - most % step + step;
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{name} (min/avg/max): {least}/{_sum / _count}/{most}\n"));
        var bars = new long[(end - start) / step + 1];
        foreach (var (number, count) in _counts)
        {
            bars[(number - start) / step] += count;
        }

        var (left, right, countWidth) = (Width(end), Width(end + step), Width(bars.Max()));
        for (var i = 0L; i < bars.Length; i++)
        {
            var from = Number(i * step + start + 1).PadLeft(left);
            var to = Number((i + 1) * step + start).PadLeft(right);
            output.Write($"[{from}, {to}]: {Number(bars[i]).PadLeft(countWidth)} {new string('#', (int)(100 * bars[i] / total))}\n");
        }

        output.Write("\n");
    }

    /// <summary>A power of ten that makes about ten bars, larger only where there would be too many to draw.</summary>
    private static long StepOf(long least, long most)
    {
        long step = SmallestStep;
        while (step < (most - least) / SmallestStep && step < LargestStep)
        {
            step *= 10;
        }

        while ((most - least) / step > MaxBars)
        {
            step *= 10;
        }

        return step;
    }

    private static int Width(long number) => Number(number).Length;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
