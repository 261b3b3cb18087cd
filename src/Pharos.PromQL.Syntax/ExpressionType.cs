namespace Pharos.PromQL.Syntax;

/// <summary>What an expression evaluates to.</summary>
public enum ExpressionType : byte
{
    Scalar,

    /// <summary>An instant vector: series with one value each.</summary>
    Vector,

    /// <summary>A range vector: series with the samples of a range.</summary>
    Matrix,

    String,
}

public static class ExpressionTypes
{
    /// <summary>The name in results: <c>vector</c>.</summary>
    public static string Name(ExpressionType type) => type switch
    {
        ExpressionType.Scalar => "scalar",
        ExpressionType.Vector => "vector",
        ExpressionType.Matrix => "matrix",
        ExpressionType.String => "string",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of expressions."),
    };

    /// <summary>The name in messages and manuals: <c>instant vector</c>.</summary>
    public static string DocumentedName(ExpressionType type) => type switch
    {
        ExpressionType.Vector => "instant vector",
        ExpressionType.Matrix => "range vector",
        _ => Name(type),
    };
}
