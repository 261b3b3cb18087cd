namespace Pharos.Model.Histograms;

/// <summary>What is wrong with a histogram, or with what was asked of it.</summary>
public enum HistogramFaultKind : byte
{
    CountNotBigEnough,
    CountMismatch,
    NegativeCount,
    NegativeBucketCount,
    SpanNegativeOffset,
    SpansBucketsMismatch,
    CustomBucketsMismatch,
    CustomBucketsInvalid,
    CustomBucketsInfinite,
    CustomBucketsNaN,
    CustomBucketsZeroCount,
    CustomBucketsZeroThreshold,
    CustomBucketsNegativeSpans,
    CustomBucketsNegativeBuckets,
    ExponentialSchemaCustomBounds,
    InvalidSchema,
    UnknownSchema,
    IncompatibleSchemas,

    /// <summary>Resolution can only be reduced, and only in exponential schemas.</summary>
    IrreducibleSchema,
}

/// <summary>An invalid histogram as a value: clients send them every day. The message is worded as the reference's.</summary>
public sealed record HistogramFault(HistogramFaultKind Kind, string Message)
{
    private const string Schemas = "for exponential buckets, or -53 for custom buckets";

    public static HistogramFault IncompatibleSchemas { get; } = Of(HistogramFaultKind.IncompatibleSchemas);

    public static HistogramFault InvalidSchema(int schema) => Of(HistogramFaultKind.InvalidSchema, after: $", got schema {schema}");

    /// <summary>For places that take every known schema and reduce what is not supported.</summary>
    public static HistogramFault UnknownSchema(int schema) => Of(HistogramFaultKind.UnknownSchema, after: $", got schema {schema}");

    internal static HistogramFault Of(HistogramFaultKind kind, string before = "", string after = "")
    {
        var text = Describe(kind);
        return new HistogramFault(kind, before.Length == 0 ? text + after : $"{before}: {text}{after}");
    }

    internal HistogramFault Within(string place) => this with { Message = $"{place}: {Message}" };

    private static string Describe(HistogramFaultKind kind) => kind switch
    {
        HistogramFaultKind.CountNotBigEnough =>
            "histogram's observation count should be at least the number of observations found in the buckets",
        HistogramFaultKind.CountMismatch =>
            "histogram's observation count should equal the number of observations found in the buckets (in absence of NaN)",
        HistogramFaultKind.NegativeCount => "histogram's observation count is negative",
        HistogramFaultKind.NegativeBucketCount => "histogram has a bucket whose observation count is negative",
        HistogramFaultKind.SpanNegativeOffset => "histogram has a span whose offset is negative",
        HistogramFaultKind.SpansBucketsMismatch => "histogram spans specify different number of buckets than provided",
        HistogramFaultKind.CustomBucketsMismatch => "histogram custom bounds are too few",
        HistogramFaultKind.CustomBucketsInvalid => "histogram custom bounds must be in strictly increasing order",
        HistogramFaultKind.CustomBucketsInfinite => "histogram custom bounds must be finite",
        HistogramFaultKind.CustomBucketsNaN => "histogram custom bounds must not be NaN",
        HistogramFaultKind.CustomBucketsZeroCount => "custom buckets: must have zero count of 0",
        HistogramFaultKind.CustomBucketsZeroThreshold => "custom buckets: must have zero threshold of 0",
        HistogramFaultKind.CustomBucketsNegativeSpans => "custom buckets: must not have negative spans",
        HistogramFaultKind.CustomBucketsNegativeBuckets => "custom buckets: must not have negative buckets",
        HistogramFaultKind.ExponentialSchemaCustomBounds => "histogram with exponential schema must not have custom bounds",
        HistogramFaultKind.InvalidSchema => $"histogram has an invalid schema, which must be between -4 and 8 {Schemas}",
        HistogramFaultKind.UnknownSchema => $"histogram has an unknown schema, which must be between -9 and 52 {Schemas}",
        HistogramFaultKind.IncompatibleSchemas =>
            "cannot apply this operation on histograms with a mix of exponential and custom bucket schemas",
        _ => "cannot reduce resolution",
    };
}
