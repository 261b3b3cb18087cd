namespace Pharos.Formats.Protobuf;

// Field numbers of proto/io/prometheus/client/metrics.proto, a class per message.

internal static class MetricFamilyFields
{
    public const int Name = 1;
    public const int Help = 2;
    public const int Type = 3;
    public const int Metric = 4;
    public const int Unit = 5;
}

internal static class MetricFields
{
    public const int Label = 1;
    public const int Gauge = 2;
    public const int Counter = 3;
    public const int Summary = 4;
    public const int Untyped = 5;
    public const int TimestampMs = 6;
    public const int Histogram = 7;
}

internal static class LabelPairFields
{
    public const int Name = 1;
    public const int Value = 2;
}

/// <summary>Counter, Gauge and Untyped, of which the last two have only the value.</summary>
internal static class NumberFields
{
    public const int Value = 1;
    public const int Exemplar = 2;
    public const int StartTimestamp = 3;
}

internal static class SummaryFields
{
    public const int SampleCount = 1;
    public const int SampleSum = 2;
    public const int Quantile = 3;
    public const int StartTimestamp = 4;
}

internal static class QuantileFields
{
    public const int Quantile = 1;
    public const int Value = 2;
}

internal static class HistogramFields
{
    public const int SampleCount = 1;
    public const int SampleSum = 2;
    public const int Bucket = 3;
    public const int SampleCountFloat = 4;
    public const int Schema = 5;
    public const int ZeroThreshold = 6;
    public const int ZeroCount = 7;
    public const int ZeroCountFloat = 8;
    public const int NegativeSpan = 9;
    public const int NegativeDelta = 10;
    public const int NegativeCount = 11;
    public const int PositiveSpan = 12;
    public const int PositiveDelta = 13;
    public const int PositiveCount = 14;
    public const int StartTimestamp = 15;
    public const int Exemplar = 16;
}

internal static class BucketFields
{
    public const int CumulativeCount = 1;
    public const int UpperBound = 2;
    public const int Exemplar = 3;
    public const int CumulativeCountFloat = 4;
}

internal static class BucketSpanFields
{
    public const int Offset = 1;
    public const int Length = 2;
}

internal static class ExemplarFields
{
    public const int Label = 1;
    public const int Value = 2;
    public const int Timestamp = 3;
}

/// <summary>The well-known type google.protobuf.Timestamp.</summary>
internal static class TimestampFields
{
    public const int Seconds = 1;
    public const int Nanos = 2;
}

/// <summary>Values of the enumeration MetricType.</summary>
internal static class MetricTypeValues
{
    public const int Counter = 0;
    public const int Gauge = 1;
    public const int Summary = 2;
    public const int Untyped = 3;
    public const int Histogram = 4;
    public const int GaugeHistogram = 5;
}
