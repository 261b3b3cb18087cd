using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramCompactionTests
{
    public static TheoryData<string, int, string> Cases => new()
    {
        { "[1,3] 1 2 3", 0, "[1,3] 1 2 3" },
        { "[1,3] 0 2 0", 0, "[2,1] 2" },
        { "[-2,4] 1 0 0 2", 0, "[-2,1][2,1] 1 2" },
        { "[-2,4] 1 0 0 2", 1, "[-2,1][2,1] 1 2" },
        { "[-2,4] 1 0 0 2", 2, "[-2,4] 1 0 0 2" },
        { "[0,2][1,2] 1 2 3 4", 0, "[0,2][1,2] 1 2 3 4" },
        { "[0,2][1,2] 1 2 3 4", 1, "[0,5] 1 2 0 3 4" },
        { "[0,2][0,2] 1 2 3 4", 0, "[0,4] 1 2 3 4" },
        { "[0,2][1,2] 1 0 0 4", 2, "[0,1][3,1] 1 4" },
        { "[0,2][1,2] 1 0 0 4", 3, "[0,5] 1 0 0 0 4" },
        { "[5,0][2,1][0,0][3,1] 1 2", 0, "[7,1][3,1] 1 2" },
        { "[3,2] 0 0", 2, "" },
        { "[3,0]", 0, "" },
        { "", 5, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compact_Buckets_LoseWhatIsEmptyAndJoinWhatIsNear(string before, int maxEmpty, string expected)
    {
        var (spans, buckets) = Parse(before);
        var floating = new FloatHistogram { NegativeSpans = spans, NegativeBuckets = [.. buckets] };
        floating.Compact(maxEmpty);
        Assert.Equal(expected, Format(floating.NegativeSpans, floating.NegativeBuckets));

        var integer = new Histogram { PositiveSpans = spans, PositiveBuckets = Deltas(buckets) };
        integer.Compact(maxEmpty);
        Assert.Equal(expected, Format(integer.PositiveSpans, integer.ToFloat().PositiveBuckets));
    }

    [Fact]
    public void Compact_AnyHistogram_MeansTheSame()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.Floating(seed);
            var before = HistogramCases.Counts(histogram.PositiveSpans, histogram.PositiveBuckets);
            histogram.Compact(seed % 5);
            return histogram.Validate() is null
                && before.SequenceEqual(HistogramCases.Counts(histogram.PositiveSpans, histogram.PositiveBuckets))
                && IsShortest(histogram.PositiveSpans, histogram.PositiveBuckets, seed % 5);
        });
    }

    [Fact]
    public void Compact_IntegerAndFloat_AgreeOnTheLayout()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var integer = HistogramCases.Integer(seed);
            var floating = integer.ToFloat().Compact(seed % 4);
            return integer.Compact(seed % 4).ToFloat().ContentEquals(floating);
        });
    }

    [Fact]
    public void Compact_NothingToDo_KeepsTheArrays()
    {
        var histogram = new FloatHistogram { PositiveSpans = [new(1, 2), new(2, 1)], PositiveBuckets = [1, 2, 3] };
        var spans = histogram.PositiveSpans;
        var buckets = histogram.PositiveBuckets;
        histogram.Compact(1);
        Assert.Same(spans, histogram.PositiveSpans);
        Assert.Same(buckets, histogram.PositiveBuckets);
    }

    [Fact]
    public void Compact_SharedSpans_AreNotWrittenTo()
    {
        BucketSpan[] shared = [new(0, 2), new(0, 2)];
        var histogram = new FloatHistogram { PositiveSpans = shared, PositiveBuckets = [0, 1, 2, 0] };
        histogram.Compact(0);
        Assert.Equal([new BucketSpan(0, 2), new BucketSpan(0, 2)], shared);
    }

    private static bool IsShortest(BucketSpan[] spans, double[] buckets, int maxEmpty)
    {
        var at = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            var last = at + (int)spans[i].Length - 1;
            if (spans[i].Length == 0 || (i > 0 && spans[i].Offset <= maxEmpty) || buckets[at] == 0 || buckets[last] == 0)
            {
                return false;
            }

            at = last + 1;
        }

        return at == buckets.Length;
    }

    private static long[] Deltas(double[] buckets) =>
        [.. buckets.Select((count, i) => (long)(count - (i == 0 ? 0 : buckets[i - 1])))];

    private static (BucketSpan[] Spans, double[] Buckets) Parse(string text)
    {
        var end = text.LastIndexOf(']') + 1;
        var spans = text[..end].Split(['[', ']'], StringSplitOptions.RemoveEmptyEntries).Select(span => span.Split(','));
        var buckets = text[end..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (
            [.. spans.Select(span => new BucketSpan(ToInt(span[0]), (uint)ToInt(span[1])))],
            [.. buckets.Select(bucket => (double)ToInt(bucket))]);
    }

    private static int ToInt(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Format(BucketSpan[] spans, double[] buckets) =>
        string.Concat(spans.Select(span => $"[{span.Offset},{span.Length}]")) + string.Concat(buckets.Select(bucket => " " + bucket));
}
