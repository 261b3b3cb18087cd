using System.Numerics;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>Operators between two columns of numbers, a vector at a time. A step that lacks one side lacks the result.</summary>
internal static class ColumnArithmetic
{
    /// <summary>
    /// Calculates <paramref name="left"/> operator <paramref name="right"/>, or compares them: then the result is 1 or 0 with
    /// <paramref name="returnsBool"/>, and otherwise <paramref name="kept"/> where the comparison holds and nothing where it does not.
    /// </summary>
    /// <param name="kept">The operand that is the result of a comparison that holds; one of the two, or the result itself.</param>
    public static void Apply(
        BinaryOperator @operator,
        ReadOnlySpan<double> left,
        ReadOnlySpan<double> right,
        ReadOnlySpan<double> kept,
        bool returnsBool,
        Span<double> result)
    {
        switch (@operator)
        {
            case BinaryOperator.Add:
                Calculate<Addition>(left, right, result);
                break;
            case BinaryOperator.Subtract:
                Calculate<Subtraction>(left, right, result);
                break;
            case BinaryOperator.Multiply:
                Calculate<Multiplication>(left, right, result);
                break;
            case BinaryOperator.Divide:
                Calculate<Division>(left, right, result);
                break;
            case BinaryOperator.Equal:
                Compare<Equal>(left, right, kept, returnsBool, result);
                break;
            case BinaryOperator.NotEqual:
                Compare<NotEqual>(left, right, kept, returnsBool, result);
                break;
            case BinaryOperator.Less:
                Compare<Less>(left, right, kept, returnsBool, result);
                break;
            case BinaryOperator.LessOrEqual:
                Compare<LessOrEqual>(left, right, kept, returnsBool, result);
                break;
            case BinaryOperator.Greater:
                Compare<Less>(right, left, kept, returnsBool, result);
                break;
            case BinaryOperator.GreaterOrEqual:
                Compare<LessOrEqual>(right, left, kept, returnsBool, result);
                break;
            default:
                OneByOne(@operator, left, right, result);
                break;
        }
    }

    private static void OneByOne(BinaryOperator @operator, ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Slot.IsAbsent(left[i]) || Slot.IsAbsent(right[i])
                ? Slot.Absent
                : FloatArithmetic.Calculate(@operator, left[i], right[i]);
        }
    }

    private static void Calculate<TOperation>(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result)
        where TOperation : struct, IColumnOperation
    {
        var i = 0;
        var absent = new Vector<long>(Slot.AbsentBits);
        for (; i <= result.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var a = new Vector<double>(left[i..]);
            var b = new Vector<double>(right[i..]);
            var isAbsent = Vector.Equals(Vector.AsVectorInt64(a), absent) | Vector.Equals(Vector.AsVectorInt64(b), absent);
            var calculated = Vector.AsVectorInt64(TOperation.Calculate(a, b));
            Vector.AsVectorDouble(Vector.ConditionalSelect(isAbsent, absent, calculated)).CopyTo(result[i..]);
        }

        for (; i < result.Length; i++)
        {
            result[i] = Slot.IsAbsent(left[i]) || Slot.IsAbsent(right[i]) ? Slot.Absent : TOperation.Calculate(left[i], right[i]);
        }
    }

    private static void Compare<TComparison>(
        ReadOnlySpan<double> left, ReadOnlySpan<double> right, ReadOnlySpan<double> kept, bool returnsBool, Span<double> result)
        where TComparison : struct, IColumnComparison
    {
        var i = 0;
        var absent = new Vector<long>(Slot.AbsentBits);
        var one = Vector.AsVectorInt64(Vector<double>.One);
        for (; i <= result.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var a = new Vector<double>(left[i..]);
            var b = new Vector<double>(right[i..]);
            var isAbsent = Vector.Equals(Vector.AsVectorInt64(a), absent) | Vector.Equals(Vector.AsVectorInt64(b), absent);
            var holds = TComparison.Compare(a, b);
            var present = returnsBool
                ? Vector.ConditionalSelect(holds, one, Vector<long>.Zero)
                : Vector.ConditionalSelect(holds, Vector.AsVectorInt64(new Vector<double>(kept[i..])), absent);
            Vector.AsVectorDouble(Vector.ConditionalSelect(isAbsent, absent, present)).CopyTo(result[i..]);
        }

        for (; i < result.Length; i++)
        {
            var holds = TComparison.Compare(left[i], right[i]);
            if (Slot.IsAbsent(left[i]) || Slot.IsAbsent(right[i]))
            {
                result[i] = Slot.Absent;
            }
            else if (returnsBool)
            {
                result[i] = holds ? 1 : 0;
            }
            else
            {
                result[i] = holds ? kept[i] : Slot.Absent;
            }
        }
    }

    private interface IColumnOperation
    {
        static abstract Vector<double> Calculate(Vector<double> left, Vector<double> right);

        static abstract double Calculate(double left, double right);
    }

    private interface IColumnComparison
    {
        static abstract Vector<long> Compare(Vector<double> left, Vector<double> right);

        static abstract bool Compare(double left, double right);
    }

    private readonly struct Addition : IColumnOperation
    {
        public static Vector<double> Calculate(Vector<double> left, Vector<double> right) => left + right;

        public static double Calculate(double left, double right) => left + right;
    }

    private readonly struct Subtraction : IColumnOperation
    {
        public static Vector<double> Calculate(Vector<double> left, Vector<double> right) => left - right;

        public static double Calculate(double left, double right) => left - right;
    }

    private readonly struct Multiplication : IColumnOperation
    {
        public static Vector<double> Calculate(Vector<double> left, Vector<double> right) => left * right;

        public static double Calculate(double left, double right) => left * right;
    }

    private readonly struct Division : IColumnOperation
    {
        public static Vector<double> Calculate(Vector<double> left, Vector<double> right) => left / right;

        public static double Calculate(double left, double right) => left / right;
    }

    private readonly struct Equal : IColumnComparison
    {
        public static Vector<long> Compare(Vector<double> left, Vector<double> right) => Vector.Equals(left, right);

        public static bool Compare(double left, double right) => left == right;
    }

    private readonly struct NotEqual : IColumnComparison
    {
        public static Vector<long> Compare(Vector<double> left, Vector<double> right) => ~Vector.Equals(left, right);

        public static bool Compare(double left, double right) => left != right;
    }

    private readonly struct Less : IColumnComparison
    {
        public static Vector<long> Compare(Vector<double> left, Vector<double> right) => Vector.LessThan(left, right);

        public static bool Compare(double left, double right) => left < right;
    }

    private readonly struct LessOrEqual : IColumnComparison
    {
        public static Vector<long> Compare(Vector<double> left, Vector<double> right) => Vector.LessThanOrEqual(left, right);

        public static bool Compare(double left, double right) => left <= right;
    }
}
