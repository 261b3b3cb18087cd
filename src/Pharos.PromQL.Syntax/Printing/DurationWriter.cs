using System.Diagnostics;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Time;

namespace Pharos.PromQL.Syntax.Printing;

/// <summary>Writes durations: as a whole with units, inside of an operation as they were written.</summary>
internal static class DurationWriter
{
    public static void Write(ByteBuffer text, DurationExpression duration)
    {
        if (duration is DurationLiteral literal)
        {
            text.Append(literal.Nanoseconds < 0 ? "-"u8 : default);
            PrometheusDuration.Append(text, Math.Abs(literal.Milliseconds));
        }
        else
        {
            WriteOperation(text, (DurationOperation)duration);
        }
    }

    public static void WriteNumber(ByteBuffer text, double value, bool isDuration)
    {
        if (!isDuration)
        {
            GoFloat.AppendPlain(text, value);
            return;
        }

        text.Append(value < 0 ? "-"u8 : default);
        PrometheusDuration.Append(text, (long)(Math.Abs(value) * 1e9) / 1_000_000);
    }

    private static void WriteOperation(ByteBuffer text, DurationOperation operation)
    {
        text.Append(operation.IsParenthesized ? "("u8 : default);
        switch (operation.Operator)
        {
            case DurationOperator.Step: text.Append("step()"u8); break;
            case DurationOperator.Range: text.Append("range()"u8); break;
            case DurationOperator.MinOf: WriteExtreme(text, "min_of("u8, operation); break;
            case DurationOperator.MaxOf: WriteExtreme(text, "max_of("u8, operation); break;
            case DurationOperator.Negate: text.Append((byte)'-'); WriteOperand(text, operation.Right!); break;
            case DurationOperator.Identity: WriteOperand(text, operation.Right!); break;
            default:
                WriteOperand(text, operation.Left!);
                text.Append(Symbol(operation.Operator));
                WriteOperand(text, operation.Right!);
                break;
        }

        text.Append(operation.IsParenthesized ? ")"u8 : default);
    }

    private static void WriteExtreme(ByteBuffer text, ReadOnlySpan<byte> name, DurationOperation operation)
    {
        text.Append(name);
        WriteOperand(text, operation.Left!);
        text.Append(", "u8);
        WriteOperand(text, operation.Right!);
        text.Append((byte)')');
    }

    private static void WriteOperand(ByteBuffer text, DurationExpression operand)
    {
        if (operand is DurationLiteral literal)
        {
            WriteNumber(text, literal.Value, literal.IsDuration);
        }
        else
        {
            WriteOperation(text, (DurationOperation)operand);
        }
    }

    private static ReadOnlySpan<byte> Symbol(DurationOperator @operator) => @operator switch
    {
        DurationOperator.Add => " + "u8,
        DurationOperator.Subtract => " - "u8,
        DurationOperator.Multiply => " * "u8,
        DurationOperator.Divide => " / "u8,
        DurationOperator.Modulo => " % "u8,
        DurationOperator.Power => " ^ "u8,
        _ => throw new UnreachableException(),
    };
}
