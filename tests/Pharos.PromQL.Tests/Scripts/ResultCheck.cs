using Pharos.Model;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>Compares values with what a script expects. The results say what is different, null for nothing.</summary>
internal static class ResultCheck
{
    public static string? OfInstant(EvalCommand eval, QueryResult result)
    {
        switch (result.Type)
        {
            case ExpressionType.String:
                var text = System.Text.Encoding.UTF8.GetString(result.Text.Span);
                return text == (eval.Text ?? "") ? null : $"expected the text {eval.Text}, found {text}";
            case ExpressionType.Scalar:
                return eval.Scalar is not { } scalar ? $"expected series, found the number {result.Scalar}"
                    : Near.Equal(scalar, result.Scalar) ? null : $"expected {scalar}, found {result.Scalar}";
            case ExpressionType.Matrix:
                return OfMatrix(eval, result.Series);
            default:
                return OfVector(eval, [.. result.Series.Select(static series => (series.Labels, series.Single()))]);
        }
    }

    public static string? OfVector(EvalCommand eval, IReadOnlyList<(Labels Labels, ResultPoint Point)> actual)
    {
        if (eval.Scalar is not null)
        {
            return "expected a number, found series";
        }

        for (var i = 0; i < actual.Count; i++)
        {
            var (labels, point) = actual[i];
            var expected = eval.Expected.Find(series => series.Labels == labels);
            if (expected is null)
            {
                return $"unexpected {labels} {Format(point)}";
            }

            if (eval.IsOrdered && expected.Place != i)
            {
                return $"expected {labels} at place {expected.Place}, found it at {i}";
            }

            if (Differs(expected.Values[0], point))
            {
                return $"expected {labels} {Format(expected.Values[0])}, found {Format(point)}";
            }
        }

        return Missing(eval, [.. actual.Select(static pair => pair.Labels)]);
    }

    public static string? OfMatrix(EvalCommand eval, IReadOnlyList<ResultSeries> actual)
    {
        if (eval.Scalar is not null)
        {
            return "expected a number, found series";
        }

        var (start, _, step) = eval.Samples ?? (eval.StartMs, eval.EndMs, eval.StepMs);
        for (var i = 0; i < actual.Count; i++)
        {
            if (i > 0 && actual[i - 1].Labels.CompareTo(actual[i].Labels) > 0)
            {
                return $"{actual[i].Labels} is out of order";
            }

            var expected = eval.Expected.Find(series => series.Labels == actual[i].Labels);
            if (expected is null)
            {
                return $"unexpected {actual[i].Labels} {string.Join(' ', actual[i].Select(Format))}";
            }

            var points = actual[i].ToDictionary(static point => point.TimestampMs);
            for (var place = 0; place < expected.Values.Count; place++)
            {
                var time = start + (place * step);
                var value = expected.Values[place];
                if (points.Remove(time, out var point) ? value.IsOmitted || Differs(value, point) : !value.IsOmitted)
                {
                    return $"expected {expected.Labels} at {time} {Format(value)}, found " +
                        string.Join(' ', actual[i].Select(Format));
                }
            }

            if (points.Count > 0)
            {
                return $"unexpected samples of {expected.Labels}: {string.Join(' ', points.Values.Select(Format))}";
            }
        }

        return Missing(eval, [.. actual.Select(static series => series.Labels)]);
    }

    private static string? Missing(EvalCommand eval, HashSet<Labels> found)
    {
        var missing = eval.Expected.Find(series => !found.Contains(series.Labels) && !series.Values.All(static value => value.IsOmitted));
        return missing is null ? null : $"expected {missing.Labels} {Format(missing.Values[0])}, found nothing";
    }

    private static bool Differs(SequenceValue expected, ResultPoint actual) =>
        expected.Histogram is null
            ? actual.Histogram is not null || !Near.Equal(expected.Value, actual.Value)
            : actual.Histogram is null || !Near.Equal(expected.Histogram, actual.Histogram, expected.IsCounterResetHintSet);

    private static string Format(ResultPoint point) => point.Histogram?.ToTestExpression() ?? $"{point.Value:R}";

    private static string Format(SequenceValue value) =>
        value.IsOmitted ? "_" : value.Histogram?.ToTestExpression() ?? $"{value.Value:R}";
}
