using System.Text;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL;

/// <summary>A query and the times to evaluate it at.</summary>
public sealed record QueryRequest
{
    private QueryRequest(byte[] query, Expression expression, long startMs, long endMs, long stepMs)
    {
        Query = query;
        Expression = expression;
        StartMs = startMs;
        EndMs = endMs;
        StepMs = stepMs;
    }

    /// <summary>The text of the query, to which positions refer.</summary>
    public ReadOnlyMemory<byte> Query { get; }

    public Expression Expression { get; }

    public long StartMs { get; }

    public long EndMs { get; }

    /// <summary>0 for an instant query.</summary>
    public long StepMs { get; }

    /// <summary>How old samples may be, if it is not as the engine is set.</summary>
    public TimeSpan? Lookback { get; init; }

    /// <summary>How long the query may wait and run, if that is less than the engine allows.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the result is to have the plan of the query with what each part did, which makes it somewhat slower.</summary>
    public bool Explains { get; init; }

    /// <exception cref="PromQLSyntaxException">The text is not a query.</exception>
    public static QueryRequest Instant(string query, long timeMs, ParserOptions? options = null)
    {
        var text = Encoding.UTF8.GetBytes(query);
        return new QueryRequest(text, PromQLParser.Parse(text, options ?? ParserOptions.Default), timeMs, timeMs, 0);
    }

    /// <param name="stepMs">At least 1.</param>
    /// <exception cref="PromQLSyntaxException">The text is not a query.</exception>
    /// <exception cref="QueryException">The query has a type that cannot be evaluated over a range.</exception>
    public static QueryRequest Range(string query, long startMs, long endMs, long stepMs, ParserOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepMs);
        var text = Encoding.UTF8.GetBytes(query);
        var expression = PromQLParser.Parse(text, options ?? ParserOptions.Default);
        return expression.Type is ExpressionType.Scalar or ExpressionType.Vector
            ? new QueryRequest(text, expression, startMs, endMs, stepMs)
            : throw new QueryException(
                QueryErrorKind.BadData,
                $"invalid expression type \"{ExpressionTypes.DocumentedName(expression.Type)}\" for range query, must be Scalar or instant Vector");
    }

    /// <summary>The same instant query for another time, without reading its text again.</summary>
    public QueryRequest AtTime(long timeMs) => At(Expression, timeMs, timeMs, 0);

    /// <summary>Another expression and other times in place of these.</summary>
    internal QueryRequest At(Expression expression, long startMs, long endMs, long stepMs) =>
        new(Query.ToArray(), expression, startMs, endMs, stepMs) { Lookback = Lookback, Timeout = Timeout, Explains = Explains };
}
