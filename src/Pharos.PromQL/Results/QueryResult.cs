using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Results;

/// <summary>What a query came to. Immutable.</summary>
public sealed record QueryResult
{
    /// <summary>
    /// The kind of the value: an instant query has its expression's type, a query over a range has <see cref="ExpressionType.Matrix"/>.
    /// </summary>
    public required ExpressionType Type { get; init; }

    /// <summary>The time of an instant query's value.</summary>
    public long TimestampMs { get; init; }

    /// <summary>The series of a vector (one sample each) or a matrix; of a scalar or a text there is none.</summary>
    public IReadOnlyList<ResultSeries> Series { get; init; } = [];

    public double Scalar { get; init; }

    /// <summary>The value of an expression that is a text.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>What is probably not what was meant, and what stores could not answer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What may be worth knowing.</summary>
    public IReadOnlyList<string> Infos { get; init; } = [];

    /// <summary>The plan that was evaluated, if the request asked for it and the expression reads series.</summary>
    public PlanNode? Plan { get; init; }

    public required QueryStatistics Statistics { get; init; }
}
