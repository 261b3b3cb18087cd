namespace Pharos.PromQL.Syntax;

public enum BinaryOperator : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Atan2,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary><c>&lt;/</c>: drops a histogram's observations above the right operand.</summary>
    TrimUpper,

    /// <summary><c>&gt;/</c>: drops a histogram's observations below the right operand.</summary>
    TrimLower,

    And,
    Or,
    Unless,
}

public static class BinaryOperators
{
    private static readonly string[] Symbols =
        ["+", "-", "*", "/", "%", "^", "atan2", "==", "!=", "<", "<=", ">", ">=", "</", ">/", "and", "or", "unless"];

    /// <summary>The operator as it is written: <c>==</c>, <c>unless</c>.</summary>
    public static string Symbol(BinaryOperator @operator) => Symbols[(int)@operator];

    public static bool IsComparison(BinaryOperator @operator) => @operator is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;

    public static bool IsSet(BinaryOperator @operator) => @operator >= BinaryOperator.And;
}
