using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>Equality as scripts mean it: up to a millionth of the value.</summary>
internal static class Near
{
    private const double Tolerance = 1e-6;
    private const double SmallestNormal = 2.2250738585072014e-308;

    public static bool Equal(double left, double right)
    {
        if (SpecialValues.IsStale(left) || SpecialValues.IsStale(right))
        {
            return SpecialValues.IsStale(left) && SpecialValues.IsStale(right);
        }

        if ((double.IsNaN(left) && double.IsNaN(right)) || left == right)
        {
            return true;
        }

        var sum = Math.Abs(left) + Math.Abs(right);
        var difference = Math.Abs(left - right);
        return left == 0 || right == 0 || sum < SmallestNormal
            ? difference < Tolerance * SmallestNormal
            : difference / Math.Min(sum, double.MaxValue) < Tolerance;
    }

    /// <param name="withHint">Whether the counter reset hint must be the same.</param>
    public static bool Equal(FloatHistogram expected, FloatHistogram actual, bool withHint)
    {
        // Empty buckets and how spans are cut mean nothing.
        expected = expected.Copy().Compact(0);
        actual = actual.Copy().Compact(0);
        return expected.Schema == actual.Schema &&
            Equal(expected.Count, actual.Count) &&
            Equal(expected.Sum, actual.Sum) &&
            expected.ZeroThreshold == actual.ZeroThreshold &&
            Equal(expected.ZeroCount, actual.ZeroCount) &&
            (!expected.UsesCustomBuckets || expected.CustomValues.AsSpan().SequenceEqual(actual.CustomValues)) &&
            Equal(expected.PositiveSpans, expected.PositiveBuckets, actual.PositiveSpans, actual.PositiveBuckets) &&
            Equal(expected.NegativeSpans, expected.NegativeBuckets, actual.NegativeSpans, actual.NegativeBuckets) &&
            (!withHint || expected.CounterResetHint == actual.CounterResetHint);
    }

    private static bool Equal(BucketSpan[] expectedSpans, double[] expected, BucketSpan[] actualSpans, double[] actual)
    {
        var left = Indices(expectedSpans);
        var right = Indices(actualSpans);
        if (!left.SequenceEqual(right) || expected.Length != actual.Length)
        {
            return false;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            if (!Equal(expected[i], actual[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static List<int> Indices(BucketSpan[] spans)
    {
        var indices = new List<int>();
        var index = 0;
        foreach (var span in spans)
        {
            index += span.Offset;
            for (var i = 0; i < span.Length; i++)
            {
                indices.Add(index++);
            }
        }

        return indices;
    }
}
