using System.Globalization;
using System.Text.Json;
using Pharos.Model.Histograms;

namespace Pharos.Compatibility.Tests.Queries.Answers;

/// <summary>A number, or a native histogram by its buckets that are not empty.</summary>
/// <param name="Value">The number, or the sum of the histogram.</param>
/// <param name="Buckets">Null for a number.</param>
internal sealed record AnsweredValue(double Value, double Count, IReadOnlyList<AnsweredBucket>? Buckets)
{
    private const double Tolerance = 1e-12;

    public static AnsweredValue Of(double value) => new(value, 0, null);

    public static AnsweredValue Of(FloatHistogram histogram)
    {
        var buckets = new List<AnsweredBucket>();
        foreach (var bucket in histogram.EnumerateAll())
        {
            if (bucket.Count != 0)
            {
                var bounds = (bucket.LowerInclusive, bucket.UpperInclusive) switch
                {
                    (false, true) => 0,
                    (true, false) => 1,
                    (false, false) => 2,
                    (true, true) => 3,
                };
                buckets.Add(new AnsweredBucket(bounds, bucket.Lower, bucket.Upper, bucket.Count));
            }
        }

        return new AnsweredValue(histogram.Sum, histogram.Count, buckets);
    }

    public static AnsweredValue OfNumber(JsonElement number) => Of(Parse(number));

    public static AnsweredValue OfHistogram(JsonElement histogram) => new(
        Parse(histogram.GetProperty("sum")),
        Parse(histogram.GetProperty("count")),
        histogram.TryGetProperty("buckets", out var buckets)
            ? [.. buckets.EnumerateArray().Select(static bucket => new AnsweredBucket(bucket[0].GetInt32(), Parse(bucket[1]), Parse(bucket[2]), Parse(bucket[3])))]
            : []);

    /// <summary>Whether it is the other, but for the last digits.</summary>
    public bool IsNear(AnsweredValue other) =>
        IsNear(Value, other.Value) && IsNear(Count, other.Count) && (Buckets, other.Buckets) switch
        {
            (null, null) => true,
            ({ } left, { } right) => left.Count == right.Count && left.Zip(right).All(static pair => pair.First.IsNear(pair.Second)),
            _ => false,
        };

    public override string ToString() => Buckets is null
        ? Text(Value)
        : $"{{count:{Text(Count)}, sum:{Text(Value)}{string.Concat(Buckets.Select(static bucket => $", {bucket}"))}}}";

    internal static bool IsNear(double left, double right) =>
        left.Equals(right) || left == right ||
        (double.IsFinite(left) && double.IsFinite(right) && Math.Abs(left - right) <= Tolerance * Math.Max(Math.Abs(left), Math.Abs(right)));

    internal static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Parse(JsonElement number) => number.GetString() switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var text => double.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}

/// <param name="Bounds">Which of them are inclusive, as the HTTP API numbers that.</param>
internal readonly record struct AnsweredBucket(int Bounds, double Lower, double Upper, double Count)
{
    public bool IsNear(AnsweredBucket other) =>
        Bounds == other.Bounds &&
        AnsweredValue.IsNear(Lower, other.Lower) && AnsweredValue.IsNear(Upper, other.Upper) && AnsweredValue.IsNear(Count, other.Count);

    public override string ToString()
    {
        var (open, close) = (Bounds is 1 or 3 ? '[' : '(', Bounds is 0 or 3 ? ']' : ')');
        return $"{open}{AnsweredValue.Text(Lower)},{AnsweredValue.Text(Upper)}{close}:{AnsweredValue.Text(Count)}";
    }
}
