using System.Runtime.InteropServices;
using Pharos.Model.Histograms;

namespace Pharos.Fuzz.Targets;

/// <summary>All of a native histogram, for a digest.</summary>
internal static class HistogramDigest
{
    public static void Note(Histogram? integer, FloatHistogram? floating, FuzzOutcome outcome)
    {
        BrokenInvariantException.Require(integer is null != floating is null, "a histogram entry has one histogram, integer or float");
        if (integer is not null)
        {
            Note(integer, outcome);
        }
        else
        {
            Note(floating!, outcome);
        }
    }

    public static void Note(Histogram histogram, FuzzOutcome outcome)
    {
        outcome.Feature(5, Shape(histogram.Schema, histogram.PositiveSpans.Length, histogram.NegativeSpans.Length, histogram.Validate()));
        outcome.Result((long)histogram.CounterResetHint);
        outcome.Result(histogram.Schema);
        outcome.Result(histogram.ZeroThreshold);
        outcome.Result(histogram.ZeroCount);
        outcome.Result(histogram.Count);
        outcome.Result(histogram.Sum);
        Note(histogram.PositiveSpans, histogram.PositiveBuckets, outcome);
        Note(histogram.NegativeSpans, histogram.NegativeBuckets, outcome);
        outcome.Result(MemoryMarshal.AsBytes(histogram.CustomValues.AsSpan()));
    }

    public static void Note(FloatHistogram histogram, FuzzOutcome outcome)
    {
        outcome.Feature(6, Shape(histogram.Schema, histogram.PositiveSpans.Length, histogram.NegativeSpans.Length, histogram.Validate()));
        outcome.Result((long)histogram.CounterResetHint);
        outcome.Result(histogram.Schema);
        outcome.Result(histogram.ZeroThreshold);
        outcome.Result(histogram.ZeroCount);
        outcome.Result(histogram.Count);
        outcome.Result(histogram.Sum);
        Note(histogram.PositiveSpans, histogram.PositiveBuckets, outcome);
        Note(histogram.NegativeSpans, histogram.NegativeBuckets, outcome);
        outcome.Result(MemoryMarshal.AsBytes(histogram.CustomValues.AsSpan()));
    }

    private static void Note<T>(BucketSpan[] spans, T[] buckets, FuzzOutcome outcome)
        where T : struct
    {
        outcome.Result(MemoryMarshal.AsBytes(spans.AsSpan()));
        outcome.Result(MemoryMarshal.AsBytes(buckets.AsSpan()));
    }

    private static ulong Shape(int schema, int positive, int negative, HistogramFault? fault) =>
        (ulong)(schema & 0xFF) << 16 | (ulong)Math.Min(positive, 3) << 10 | (ulong)Math.Min(negative, 3) << 8 | (fault is null ? 0 : 1 + (ulong)fault.Kind);
}
