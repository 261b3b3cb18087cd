using Pharos.Foundation.Text;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Annotating;

/// <summary>What histograms were combined for.</summary>
internal enum HistogramOperation
{
    Addition,
    Subtraction,
    Aggregation,
}

/// <summary>Every annotation there is, in the words that users and tools know from Prometheus.</summary>
internal static class Annotations
{
    public static Annotation InvalidQuantile(double quantile, TextSpan position) =>
        new Warning($"quantile value should be between 0 and 1, got {NumberText.Shortest(quantile)}", position);

    public static Annotation InvalidRatio(double ratio, double cappedTo, TextSpan position) =>
        new Warning($"ratio value should be between -1 and 1, got {NumberText.Shortest(ratio)}, capping to {NumberText.Shortest(cappedTo)}", position);

    public static Annotation BadBucketLabel(ReadOnlySpan<byte> metricName, ReadOnlySpan<byte> value, TextSpan position) =>
        new Warning($"bucket label \"le\" is missing or has a malformed value of {Quote(value)}{ForMetric(metricName)}", position);

    public static Annotation MixedFloatsAndHistograms(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Warning($"encountered a mix of histograms and floats for metric name {Quote(metricName)}", position);

    public static Annotation MixedFloatsAndHistogramsInAggregation(TextSpan position) =>
        new Warning("encountered a mix of histograms and floats for aggregation", position);

    public static Annotation MixedClassicAndNativeHistograms(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Warning($"vector contains a mix of classic and native histograms{ForMetric(metricName)}", position);

    public static Annotation HistogramIsNotCounter(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Warning($"this native histogram metric is not a counter: {Quote(metricName)}", position);

    public static Annotation HistogramIsNotGauge(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Warning($"this native histogram metric is not a gauge: {Quote(metricName)}", position);

    public static Annotation MixedExponentialAndCustomBuckets(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Warning(
            $"vector contains a mix of histograms with exponential and custom buckets schemas for metric name {Quote(metricName)}",
            position);

    public static Annotation IncompatibleBucketLayout(string operatorText, TextSpan position) =>
        new Warning($"incompatible bucket layout encountered for binary operator {operatorText}", position);

    public static Annotation SortInRangeQuery(TextSpan position) =>
        new Warning("sort is ineffective for range queries since results are always ordered by labels", position);

    public static Annotation CounterResetCollision(HistogramOperation operation, TextSpan position) =>
        new Warning($"conflicting counter resets during histogram {Name(operation)}", position);

    public static Annotation StartTimeOverlap(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new StartTimeOverlap(
            $"sample has start time that overlaps with previous sample timestamp for metric {Quote(metricName)}", position, Occurrences: 1);

    public static Annotation PossibleNonCounter(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Info(
            $"metric might not be a counter, name does not end in _total/_sum/_count/_bucket: {Quote(metricName)}", position);

    public static Annotation PossibleNonCounterByType(ReadOnlySpan<byte> metricName, ReadOnlySpan<byte> type, TextSpan position) =>
        new Info(
            "metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", " +
            $"got {Quote(type)}: {Quote(metricName)}",
            position);

    public static Annotation ForcedMonotonicity(ReadOnlySpan<byte> metricName, TextSpan position, in ForcedMonotonicityDetail detail) =>
        new ForcedMonotonicity(
            "input to histogram_quantile needed to be fixed for monotonicity " +
            "(see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)" + ForMetric(metricName),
            position,
            detail);

    public static Annotation IncompatibleTypes(string left, string operatorText, string right, TextSpan position) =>
        new Info(
            $"incompatible sample types encountered for binary operator \"{operatorText}\": {left} {operatorText} {right}", position);

    public static Annotation HistogramIgnoredInAggregation(string aggregation, TextSpan position) =>
        new Info($"ignored histogram in {aggregation} aggregation", position);

    public static Annotation HistogramIgnoredInMixedRange(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Info($"ignored histograms in a range containing both floats and histograms for metric name {Quote(metricName)}", position);

    public static Annotation QuantileIsNaN(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Info($"input to histogram_quantile has NaN observations, result is NaN{ForMetric(metricName)}", position);

    public static Annotation QuantileIsSkewedByNaN(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Info($"input to histogram_quantile has NaN observations, result is skewed higher{ForMetric(metricName)}", position);

    public static Annotation FractionExcludesNaN(ReadOnlySpan<byte> metricName, TextSpan position) =>
        new Info(
            $"input to histogram_fraction has NaN observations, which are excluded from all fractions{ForMetric(metricName)}", position);

    public static Annotation CustomBucketsReconciled(HistogramOperation operation, TextSpan position) =>
        new Info($"mismatched custom buckets were reconciled during {Name(operation)}", position);

    private static string Name(HistogramOperation operation) => operation switch
    {
        HistogramOperation.Addition => "addition",
        HistogramOperation.Subtraction => "subtraction",
        _ => "aggregation",
    };

    private static string ForMetric(ReadOnlySpan<byte> metricName) => metricName.IsEmpty ? "" : $" for metric name {Quote(metricName)}";

    private static string Quote(ReadOnlySpan<byte> text) => GoQuote.Quote(text);
}
