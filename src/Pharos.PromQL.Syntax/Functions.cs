using System.Collections.Frozen;
using System.Text;
using static Pharos.PromQL.Syntax.ExpressionType;

namespace Pharos.PromQL.Syntax;

/// <summary>The functions of the language with their types.</summary>
public static class Functions
{
    // Name, types of the arguments, how many of the last may be left out or repeated, type of the result, whether it is experimental.
    private static readonly FunctionSignature[] Rows =
    [
        new(FunctionId.Abs, "abs", [Vector], 0, Vector, false),
        new(FunctionId.Absent, "absent", [Vector], 0, Vector, false),
        new(FunctionId.AbsentOverTime, "absent_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.Acos, "acos", [Vector], 0, Vector, false),
        new(FunctionId.Acosh, "acosh", [Vector], 0, Vector, false),
        new(FunctionId.Asin, "asin", [Vector], 0, Vector, false),
        new(FunctionId.Asinh, "asinh", [Vector], 0, Vector, false),
        new(FunctionId.Atan, "atan", [Vector], 0, Vector, false),
        new(FunctionId.Atanh, "atanh", [Vector], 0, Vector, false),
        new(FunctionId.AvgOverTime, "avg_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.Ceil, "ceil", [Vector], 0, Vector, false),
        new(FunctionId.Changes, "changes", [Matrix], 0, Vector, false),
        new(FunctionId.Clamp, "clamp", [Vector, Scalar, Scalar], 0, Vector, false),
        new(FunctionId.ClampMax, "clamp_max", [Vector, Scalar], 0, Vector, false),
        new(FunctionId.ClampMin, "clamp_min", [Vector, Scalar], 0, Vector, false),
        new(FunctionId.Cos, "cos", [Vector], 0, Vector, false),
        new(FunctionId.Cosh, "cosh", [Vector], 0, Vector, false),
        new(FunctionId.CountOverTime, "count_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.DayOfMonth, "day_of_month", [Vector], 1, Vector, false),
        new(FunctionId.DayOfWeek, "day_of_week", [Vector], 1, Vector, false),
        new(FunctionId.DayOfYear, "day_of_year", [Vector], 1, Vector, false),
        new(FunctionId.DaysInMonth, "days_in_month", [Vector], 1, Vector, false),
        new(FunctionId.Deg, "deg", [Vector], 0, Vector, false),
        new(FunctionId.Delta, "delta", [Matrix], 0, Vector, false),
        new(FunctionId.Deriv, "deriv", [Matrix], 0, Vector, false),
        new(FunctionId.DoubleExponentialSmoothing, "double_exponential_smoothing", [Matrix, Scalar, Scalar], 0, Vector, true),
        new(FunctionId.End, "end", [], 0, Scalar, true),
        new(FunctionId.Exp, "exp", [Vector], 0, Vector, false),
        new(FunctionId.FirstOverTime, "first_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.Floor, "floor", [Vector], 0, Vector, false),
        new(FunctionId.HistogramAvg, "histogram_avg", [Vector], 0, Vector, false),
        new(FunctionId.HistogramCount, "histogram_count", [Vector], 0, Vector, false),
        new(FunctionId.HistogramFraction, "histogram_fraction", [Scalar, Scalar, Vector], 0, Vector, false),
        new(FunctionId.HistogramQuantile, "histogram_quantile", [Scalar, Vector], 0, Vector, false),
        new(FunctionId.HistogramQuantiles, "histogram_quantiles", [Vector, ExpressionType.String, Scalar, Scalar], 9, Vector, true),
        new(FunctionId.HistogramStddev, "histogram_stddev", [Vector], 0, Vector, false),
        new(FunctionId.HistogramStdvar, "histogram_stdvar", [Vector], 0, Vector, false),
        new(FunctionId.HistogramSum, "histogram_sum", [Vector], 0, Vector, false),
        new(FunctionId.Hour, "hour", [Vector], 1, Vector, false),
        new(FunctionId.Idelta, "idelta", [Matrix], 0, Vector, false),
        new(FunctionId.Increase, "increase", [Matrix], 0, Vector, false),
        new(FunctionId.Info, "info", [Vector, Vector], 1, Vector, true),
        new(FunctionId.Irate, "irate", [Matrix], 0, Vector, false),
        new(FunctionId.LabelJoin, "label_join", [Vector, ExpressionType.String, ExpressionType.String, ExpressionType.String], -1, Vector, false),
        new(
            FunctionId.LabelReplace,
            "label_replace",
            [Vector, ExpressionType.String, ExpressionType.String, ExpressionType.String, ExpressionType.String],
            0,
            Vector,
            false),
        new(FunctionId.LastOverTime, "last_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.Ln, "ln", [Vector], 0, Vector, false),
        new(FunctionId.Log10, "log10", [Vector], 0, Vector, false),
        new(FunctionId.Log2, "log2", [Vector], 0, Vector, false),
        new(FunctionId.MadOverTime, "mad_over_time", [Matrix], 0, Vector, true),
        new(FunctionId.MaxOf, "max_of", [Scalar, Scalar], 0, Scalar, true),
        new(FunctionId.MaxOverTime, "max_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.MinOf, "min_of", [Scalar, Scalar], 0, Scalar, true),
        new(FunctionId.MinOverTime, "min_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.Minute, "minute", [Vector], 1, Vector, false),
        new(FunctionId.Month, "month", [Vector], 1, Vector, false),
        new(FunctionId.Pi, "pi", [], 0, Scalar, false),
        new(FunctionId.PredictLinear, "predict_linear", [Matrix, Scalar], 0, Vector, false),
        new(FunctionId.PresentOverTime, "present_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.QuantileOverTime, "quantile_over_time", [Scalar, Matrix], 0, Vector, false),
        new(FunctionId.Rad, "rad", [Vector], 0, Vector, false),
        new(FunctionId.Range, "range", [], 0, Scalar, true),
        new(FunctionId.Rate, "rate", [Matrix], 0, Vector, false),
        new(FunctionId.Resets, "resets", [Matrix], 0, Vector, false),
        new(FunctionId.Round, "round", [Vector, Scalar], 1, Vector, false),
        new(FunctionId.Scalar, "scalar", [Vector], 0, Scalar, false),
        new(FunctionId.Sgn, "sgn", [Vector], 0, Vector, false),
        new(FunctionId.Sin, "sin", [Vector], 0, Vector, false),
        new(FunctionId.Sinh, "sinh", [Vector], 0, Vector, false),
        new(FunctionId.Sort, "sort", [Vector], 0, Vector, false),
        new(FunctionId.SortByLabel, "sort_by_label", [Vector, ExpressionType.String], -1, Vector, true),
        new(FunctionId.SortByLabelDesc, "sort_by_label_desc", [Vector, ExpressionType.String], -1, Vector, true),
        new(FunctionId.SortDesc, "sort_desc", [Vector], 0, Vector, false),
        new(FunctionId.Sqrt, "sqrt", [Vector], 0, Vector, false),
        new(FunctionId.Start, "start", [], 0, Scalar, true),
        new(FunctionId.StartTimestamp, "start_timestamp", [Vector], 0, Vector, true),
        new(FunctionId.StddevOverTime, "stddev_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.StdvarOverTime, "stdvar_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.Step, "step", [], 0, Scalar, true),
        new(FunctionId.SumOverTime, "sum_over_time", [Matrix], 0, Vector, false),
        new(FunctionId.Tan, "tan", [Vector], 0, Vector, false),
        new(FunctionId.Tanh, "tanh", [Vector], 0, Vector, false),
        new(FunctionId.Time, "time", [], 0, Scalar, false),
        new(FunctionId.Timestamp, "timestamp", [Vector], 0, Vector, false),
        new(FunctionId.TsOfFirstOverTime, "ts_of_first_over_time", [Matrix], 0, Vector, true),
        new(FunctionId.TsOfLastOverTime, "ts_of_last_over_time", [Matrix], 0, Vector, true),
        new(FunctionId.TsOfMaxOverTime, "ts_of_max_over_time", [Matrix], 0, Vector, true),
        new(FunctionId.TsOfMinOverTime, "ts_of_min_over_time", [Matrix], 0, Vector, true),
        new(FunctionId.Vector, "vector", [Scalar], 0, Vector, false),
        new(FunctionId.Year, "year", [Vector], 1, Vector, false),
    ];

    private static readonly FrozenDictionary<string, FunctionSignature> ByName = Rows.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>In alphabetical order, which is that of <see cref="FunctionId"/>.</summary>
    public static IReadOnlyList<FunctionSignature> All => Rows;

    public static FunctionSignature Get(FunctionId id) => Rows[(int)id];

    /// <summary>Null if there is none of that name; names are case-sensitive.</summary>
    public static FunctionSignature? Find(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[64];
        return name.Length <= text.Length && Encoding.ASCII.TryGetChars(name, text, out var length) &&
            ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var function)
            ? function
            : null;
    }
}
