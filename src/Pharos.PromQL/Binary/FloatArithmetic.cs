using System.Diagnostics;
using Pharos.Foundation.Numbers;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>Operators between two numbers.</summary>
internal static class FloatArithmetic
{
    public static double Calculate(BinaryOperator @operator, double left, double right) => @operator switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.Modulo => left % right,
        BinaryOperator.Power => GoMath.Pow(left, right),
        BinaryOperator.Atan2 => GoMath.Atan2(left, right),
        _ => throw new UnreachableException(),
    };

    /// <summary>NaN is different from everything, itself included, and neither less nor greater.</summary>
    public static bool Compare(BinaryOperator @operator, double left, double right) => @operator switch
    {
        BinaryOperator.Equal => left == right,
        BinaryOperator.NotEqual => left != right,
        BinaryOperator.Less => left < right,
        BinaryOperator.LessOrEqual => left <= right,
        BinaryOperator.Greater => left > right,
        BinaryOperator.GreaterOrEqual => left >= right,
        _ => throw new UnreachableException(),
    };
}
