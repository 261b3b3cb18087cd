using Pharos.PromQL.Syntax;

namespace Pharos.Fuzz.Targets;

/// <summary>A query. What is accepted has to be printed as a query that is printed in the same way, on one line and on many.</summary>
internal sealed class PromQLTarget : IFuzzTarget
{
    private static readonly byte[][] Pieces =
    [
        .. Targets.Seeds.Of(
            "sum", "by", "without", "(", ")", "{", "}", "[", "]", "[5m]", "[1h:1m]", ":", ",", " offset ", " @ ", "start()", "end()", "step()",
            "min_of(1,2)", "+", "-", "*", "^", "==", "!=", "<", "</", " bool ", " and ", " unless ", " on(a)", " group_left(b)", " fill(1)",
            "anchored", "smoothed", "1", "5m", "0x1F", "1e3", "inf", "\"a\"", "'b'", "`c`", "\\x41", "\\u00e9", "a=\"b\"", "=~", "!~", "#c\n",
            "topk", "count_values", "info", "rate", "foo", "_", "\n", "é"),
        [0xFF],
    ];

    public string Name => "promql";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m] offset 1h)) / on (job) group_left (x) up > bool 0.5",
        "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m:1m] @ end())))",
        "topk(5, -{\"a.b\", 'c d'!=`e`} ^ 2 ^ 3) or vector(1_000)",
        "x[step() * 2 + min_of(1m, range())] offset -(5m) smoothed",
        "label_replace(a, \"b\", \"$1\", \"c\", \"(.*)\") # comment\nunless info(a, {})");

    public IReadOnlyList<byte[]> Tokens => Pieces;

    /// <summary>A regular expression in a matcher is compiled, which takes memory of its own.</summary>
    public long AllocationLimit(int inputLength) => (64L << 20) + 4096L * inputLength;

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        Expression expression;
        try
        {
            expression = PromQLParser.Parse(input, ParserOptions.Everything);
        }
        catch (PromQLSyntaxException error)
        {
            foreach (var problem in error.Problems)
            {
                BrokenInvariantException.Require(problem.Span.Start >= 0 && problem.Span.Start <= input.Length, "the error is not in the query");
            }

            outcome.Error(error);
            return;
        }

        foreach (var part in expression.SelfAndDescendants())
        {
            outcome.Feature(1, (ulong)part.GetType().Name.Length << 8 | (ulong)part.Type);
            BrokenInvariantException.Require(
                part.Position.Start >= 0 && part.Position.Start < part.Position.End && part.Position.End <= input.Length, "a part is not in the query");
        }

        var printed = expression.ToString();
        outcome.Result(System.Text.Encoding.UTF8.GetBytes(printed));
        if (!CanBeReadAgain(expression, printed))
        {
            return;
        }

        BrokenInvariantException.Require(
            PromQLParser.Parse(printed, ParserOptions.Everything).ToString() == printed, "what is printed is another query");
        BrokenInvariantException.Require(
            PromQLParser.Parse(PrettyPrinter.Format(expression), ParserOptions.Everything).ToString() == printed, "what is pretty-printed is another query");
    }

    /// <summary>Prometheus prints some odd queries as something that it does not read again, and so do we.</summary>
    private static bool CanBeReadAgain(Expression expression, string printed) =>
        !printed.Contains('\uFFFD', StringComparison.Ordinal) && !expression.SelfAndDescendants().Any(static part => part switch
        {
            VectorSelector selector => selector is { Name: null, Matchers.Count: 0 } || IsOdd(selector.Shift.Offset),
            MatrixSelector matrix => IsTooShort(matrix.Range),
            Subquery subquery => IsTooShort(subquery.Range) || IsTooShort(subquery.Step) || IsOdd(subquery.Shift.Offset),
            Aggregation aggregation => aggregation.Grouping.Any(IsReserved),
            BinaryExpression { Matching: { } matching } => matching.Labels.Concat(matching.Include).Any(IsReserved),
            _ => false,
        });

    /// <summary>Below a millisecond it is printed as nothing.</summary>
    private static bool IsTooShort(DurationExpression? duration) => duration is DurationLiteral { Milliseconds: 0 };

    /// <summary>An offset with parentheses takes in the operators behind it, if <c>@</c> is no longer between them when it is printed.</summary>
    private static bool IsOdd(DurationExpression? offset) =>
        IsTooShort(offset) || offset is DurationOperation and not { Left: null, IsParenthesized: false };

    private static bool IsReserved(byte[] label) => System.Text.Encoding.ASCII.GetString(label).ToUpperInvariant() is "WITHOUT" or "INF" or "NAN";
}
