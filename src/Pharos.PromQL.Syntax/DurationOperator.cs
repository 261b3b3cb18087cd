namespace Pharos.PromQL.Syntax;

public enum DurationOperator : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,

    /// <summary><c>min_of(a, b)</c>.</summary>
    MinOf,

    /// <summary><c>max_of(a, b)</c>.</summary>
    MaxOf,

    /// <summary>A minus sign in front of <see cref="DurationOperation.Right"/>.</summary>
    Negate,

    /// <summary><see cref="DurationOperation.Right"/> as it is: what parentheses around a number become.</summary>
    Identity,

    /// <summary><c>step()</c>: the query's step.</summary>
    Step,

    /// <summary><c>range()</c>: the query's range.</summary>
    Range,
}
