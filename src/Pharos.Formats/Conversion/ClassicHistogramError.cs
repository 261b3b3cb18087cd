using System.Globalization;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;

namespace Pharos.Formats.Conversion;

/// <summary>Why the series of a classic histogram do not make a native one.</summary>
public enum ClassicHistogramFault : byte
{
    None,
    NegativeBucketCount,
    NaNBound,
    NegativeCount,
    CountMismatch,
    NotCumulative,
}

/// <summary>
/// A fault with the numbers that show it. A value: expositions that are converted may be full of them, and nobody reads most messages.
/// </summary>
public readonly record struct ClassicHistogramError
{
    private readonly Relation _relation;
    private readonly double _first;
    private readonly double _second;
    private readonly double _third;

    private ClassicHistogramError(ClassicHistogramFault fault, Relation relation, double first, double second, double third)
    {
        Fault = fault;
        _relation = relation;
        _first = first;
        _second = second;
        _third = third;
    }

    private enum Relation : byte
    {
        None,
        Less,
        Greater,
        Bucket,
        Count,
        IntegerMismatch,
        Mismatch,
    }

    public ClassicHistogramFault Fault { get; }

    /// <summary>The message, worded as the reference's; empty without a fault.</summary>
    public override string ToString()
    {
        var text = new ByteBuffer(128);
        text.Append(Fault switch
        {
            ClassicHistogramFault.NegativeBucketCount => "bucket count must be non-negative"u8,
            ClassicHistogramFault.NaNBound => "bucket boundary must not be NaN"u8,
            ClassicHistogramFault.NegativeCount => "count must be non-negative"u8,
            ClassicHistogramFault.CountMismatch => "count mismatch"u8,
            ClassicHistogramFault.NotCumulative => "count is not cumulative"u8,
            _ => default,
        });
        AppendNumbers(text);
        return text.ToString();
    }

    internal static ClassicHistogramError NaNBound() => new(ClassicHistogramFault.NaNBound, Relation.None, 0, 0, 0);

    internal static ClassicHistogramError NegativeBucket(double bound, double count) =>
        new(ClassicHistogramFault.NegativeBucketCount, Relation.Bucket, bound, count, 0);

    internal static ClassicHistogramError NegativeCount(double count) =>
        new(ClassicHistogramFault.NegativeCount, Relation.Count, count, 0, 0);

    internal static ClassicHistogramError LessThanBefore(double count, double before) =>
        new(ClassicHistogramFault.NotCumulative, Relation.Less, count, before, 0);

    internal static ClassicHistogramError MoreThanNext(double count, double next) =>
        new(ClassicHistogramFault.NotCumulative, Relation.Greater, count, next, 0);

    internal static ClassicHistogramError Mismatch(double count, double bound, double bucketCount, bool isInteger) => new(
        ClassicHistogramFault.CountMismatch, isInteger ? Relation.IntegerMismatch : Relation.Mismatch, count, bound, bucketCount);

    private void AppendNumbers(ByteBuffer text)
    {
        switch (_relation)
        {
            case Relation.None:
                return;
            case Relation.Less:
            case Relation.Greater:
                Append(text, ": "u8, _first);
                Append(text, _relation == Relation.Less ? " < "u8 : " > "u8, _second);
                return;
            case Relation.Bucket:
                Append(text, ": le="u8, _first);
                Append(text, ", count="u8, _second);
                return;
            case Relation.Count:
                Append(text, ": count="u8, _first);
                return;
            case Relation.IntegerMismatch:
                text.Append(": count="u8);
                text.Append(((ulong)_first).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                Append(text, ": count="u8, _first);
                break;
        }

        Append(text, " != le="u8, _second);
        Append(text, " count="u8, _third);
    }

    private static void Append(ByteBuffer text, ReadOnlySpan<byte> before, double number)
    {
        text.Append(before);
        GoFloat.Append(text, number);
    }
}
