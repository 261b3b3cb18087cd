using System.Diagnostics;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model;
using Pharos.PromQL.Syntax;

namespace Pharos.Server.Api;

/// <summary>Writes the tree of a query as the reference shows it: one object for each node, its fields in the order of their names.</summary>
internal static class ExpressionJson
{
    public static void Write(JsonBuilder json, Expression? expression)
    {
        switch (expression)
        {
            case null:
                json.Null();
                break;
            case BinaryExpression binary:
                WriteChain(json, binary);
                break;
            case Aggregation aggregation:
                json.BeginObject().Name("expr");
                Write(json, aggregation.Operand);
                WriteNames(json.Name("grouping"), aggregation.Grouping);
                json.Name("op").Text(AggregateOperators.Name(aggregation.Operator)).Name("param");
                Write(json, aggregation.Parameter);
                json.Name("type").Text("aggregation").Name("without").Bool(aggregation.Without).EndObject();
                break;
            case FunctionCall call:
                WriteCall(json, call);
                break;
            case MatrixSelector matrix:
                WriteSelector(json, matrix.Vector, matrix.Range);
                break;
            case VectorSelector selector:
                WriteSelector(json, selector, range: null);
                break;
            case Subquery subquery:
                WriteSubquery(json, subquery);
                break;
            case NumberLiteral number:
                json.BeginObject().Name("type").Text("numberLiteral").Name("val").Text(Plain(number.Value)).EndObject();
                break;
            case StringLiteral text:
                json.BeginObject().Name("type").Text("stringLiteral").Name("val").Text(text.Value.Span).EndObject();
                break;
            case Parentheses parentheses:
                json.BeginObject().Name("expr");
                Write(json, parentheses.Inner);
                json.Name("type").Text("parenExpr").EndObject();
                break;
            case UnaryExpression unary:
                json.BeginObject().Name("expr");
                Write(json, unary.Operand);
                json.Name("op").Text(unary.Operator == UnaryOperator.Minus ? "-" : "+").Name("type").Text("unaryExpr").EndObject();
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>A chain of operators has any length: its left operands are followed in a loop.</summary>
    private static void WriteChain(JsonBuilder json, BinaryExpression last)
    {
        var chain = new Stack<BinaryExpression>();
        Expression first = last;
        while (first is BinaryExpression binary)
        {
            json.BeginObject().Name("bool").Bool(binary.ReturnsBool).Name("lhs");
            chain.Push(binary);
            first = binary.Left;
        }

        Write(json, first);
        foreach (var binary in chain)
        {
            WriteMatching(json.Name("matching"), binary.Matching);
            json.Name("op").Text(BinaryOperators.Symbol(binary.Operator)).Name("rhs");
            Write(json, binary.Right);
            json.Name("type").Text("binaryExpr").EndObject();
        }
    }

    private static void WriteMatching(JsonBuilder json, VectorMatching? matching)
    {
        if (matching is null)
        {
            json.Null();
            return;
        }

        json.BeginObject().Name("card").Text(matching.Cardinality switch
        {
            MatchCardinality.OneToOne => "one-to-one",
            MatchCardinality.ManyToOne => "many-to-one",
            MatchCardinality.OneToMany => "one-to-many",
            _ => "many-to-many",
        });
        json.Name("fillValues").BeginObject();
        WriteFill(json.Name("lhs"), matching.FillLeft);
        WriteFill(json.Name("rhs"), matching.FillRight);
        json.EndObject();
        WriteNames(json.Name("include"), matching.Include);
        WriteNames(json.Name("labels"), matching.Labels);
        json.Name("on").Bool(matching.On).EndObject();
    }

    private static void WriteFill(JsonBuilder json, double? fill)
    {
        if (fill is { } value)
        {
            json.Number(value);
        }
        else
        {
            json.Null();
        }
    }

    private static void WriteCall(JsonBuilder json, FunctionCall call)
    {
        json.BeginObject().Name("args").BeginList();
        foreach (var argument in call.Arguments)
        {
            Write(json, argument);
        }

        var function = call.Function;
        json.EndList().Name("func").BeginObject().Name("argTypes").BeginList();
        foreach (var type in function.ArgumentTypes)
        {
            json.Text(ExpressionTypes.Name(type));
        }

        json.EndList()
            .Name("name").Text(function.Name)
            .Name("returnType").Text(ExpressionTypes.Name(function.ReturnType))
            .Name("variadic").Number(function.Variadic)
            .EndObject()
            .Name("type").Text("call")
            .EndObject();
    }

    /// <param name="range">Null for a selector of an instant.</param>
    private static void WriteSelector(JsonBuilder json, VectorSelector selector, DurationExpression? range)
    {
        json.BeginObject()
            .Name("anchored").Bool(selector.Modifier == SelectorModifier.Anchored)
            .Name("matchers").BeginList();
        foreach (var matcher in selector.Matchers)
        {
            json.BeginObject()
                .Name("name").Text(matcher.Name)
                .Name("type").Text(MatchTypes.Operator(matcher.Type))
                .Name("value").Text(matcher.Value)
                .EndObject();
        }

        json.EndList().Name("name").Text(selector.Name ?? []);
        WriteDuration(json, "offset", selector.Shift.Offset);
        if (range is not null)
        {
            WriteDuration(json, "range", range);
        }

        json.Name("smoothed").Bool(selector.Modifier == SelectorModifier.Smoothed);
        WriteEdge(json, selector.Shift.At);
        WriteTime(json, selector.Shift.At);
        json.Name("type").Text(range is null ? "vectorSelector" : "matrixSelector").EndObject();
    }

    private static void WriteSubquery(JsonBuilder json, Subquery subquery)
    {
        json.BeginObject().Name("expr");
        Write(json, subquery.Inner);
        WriteDuration(json, "offset", subquery.Shift.Offset);
        WriteDuration(json, "range", subquery.Range);
        WriteEdge(json, subquery.Shift.At);
        WriteDuration(json, "step", subquery.Step);
        WriteTime(json, subquery.Shift.At);
        json.Name("type").Text("subquery").EndObject();
    }

    /// <summary>The milliseconds of a duration that is known, and beside them the tree of one that is computed.</summary>
    private static void WriteDuration(JsonBuilder json, string name, DurationExpression? duration)
    {
        json.Name(name).Number(duration is DurationLiteral literal ? literal.Milliseconds : 0).Name(name + "Expr");
        WriteTree(json, duration is DurationLiteral ? null : duration);
    }

    private static void WriteTree(JsonBuilder json, DurationExpression? duration)
    {
        switch (duration)
        {
            case null:
                json.Null();
                break;
            case DurationLiteral literal:
                json.BeginObject()
                    .Name("duration").Bool(literal.IsDuration)
                    .Name("type").Text("numberLiteral")
                    .Name("val").Text(Plain(literal.Value))
                    .EndObject();
                break;
            case DurationOperation operation:
                json.BeginObject().Name("lhs");
                WriteTree(json, operation.Left);
                json.Name("op").Text(Symbol(operation.Operator)).Name("rhs");
                WriteTree(json, operation.Right);
                json.Name("type").Text("durationExpr").Name("wrapped").Bool(operation.IsParenthesized).EndObject();
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void WriteEdge(JsonBuilder json, AtModifier at)
    {
        json.Name("startOrEnd");
        if (at.Kind is AtKind.Start or AtKind.End)
        {
            json.Text(at.Kind == AtKind.Start ? "start" : "end");
        }
        else
        {
            json.Null();
        }
    }

    private static void WriteTime(JsonBuilder json, AtModifier at)
    {
        json.Name("timestamp");
        if (at.Kind == AtKind.Time)
        {
            json.Number(at.TimestampMs);
        }
        else
        {
            json.Null();
        }
    }

    private static void WriteNames(JsonBuilder json, IReadOnlyList<byte[]> names)
    {
        json.BeginList();
        foreach (var name in names)
        {
            json.Text(name);
        }

        json.EndList();
    }

    private static string Symbol(DurationOperator @operator) => @operator switch
    {
        DurationOperator.Add or DurationOperator.Identity => "+",
        DurationOperator.Subtract or DurationOperator.Negate => "-",
        DurationOperator.Multiply => "*",
        DurationOperator.Divide => "/",
        DurationOperator.Modulo => "%",
        DurationOperator.Power => "^",
        DurationOperator.MinOf => "min_of",
        DurationOperator.MaxOf => "max_of",
        DurationOperator.Step => "step",
        DurationOperator.Range => "range",
        _ => throw new UnreachableException(),
    };

    private static string Plain(double value)
    {
        var text = new ByteBuffer(GoFloat.MaxPlainLength);
        GoFloat.AppendPlain(text, value);
        return text.ToString();
    }
}
