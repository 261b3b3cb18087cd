using Pharos.Foundation.Bytes;
using Pharos.Foundation.Text;

namespace Pharos.PromQL.Syntax.Printing;

/// <summary>Writes expressions on one line and, if asked, notes where each of them stands in the output.</summary>
internal readonly struct ExpressionWriter(ByteBuffer text, Dictionary<Expression, TextSpan>? places)
{
    private readonly ByteBuffer _text = text;
    private readonly MatchingWriter _matching = new(text);
    private readonly SelectorWriter _selectors = new(text);
    private readonly Dictionary<Expression, TextSpan>? _places = places;

    public void Write(Expression expression)
    {
        var start = _text.Length;
        switch (expression)
        {
            case BinaryExpression binary: WriteChain(binary); return;
            case NumberLiteral number: DurationWriter.WriteNumber(_text, number.Value, number.IsDuration); break;
            case StringLiteral literal: GoQuote.Append(_text, literal.Value.Span); break;
            case VectorSelector selector: _selectors.Write(selector); break;
            case MatrixSelector matrix: _selectors.Write(matrix); break;
            case Parentheses parentheses: WriteInParentheses(parentheses.Inner); break;
            case Aggregation aggregation: WriteAggregation(aggregation); break;
            case FunctionCall call: WriteCall(call); break;
            case UnaryExpression unary:
                _text.Append(unary.Operator == UnaryOperator.Minus ? (byte)'-' : (byte)'+');
                Write(unary.Operand);
                break;
            case Subquery subquery:
                Write(subquery.Inner);
                _selectors.WriteRange(subquery);
                break;
        }

        Note(expression, start);
    }

    /// <summary>Operator and grouping, up to the parenthesis of the arguments.</summary>
    public void WriteHead(Aggregation aggregation)
    {
        _text.Append(AggregateOperators.Name(aggregation.Operator));
        if (aggregation.Without || aggregation.Grouping.Count > 0)
        {
            _text.Append(aggregation.Without ? " without "u8 : " by "u8);
            _matching.WriteLabels(aggregation.Grouping);
            _text.Append((byte)' ');
        }
    }

    /// <summary>The operator with its modifiers.</summary>
    public void WriteOperator(BinaryExpression binary) => _matching.WriteOperator(binary);

    /// <summary>Range, step and time shift.</summary>
    public void WriteRange(Subquery subquery) => _selectors.WriteRange(subquery);

    private void WriteChain(BinaryExpression last)
    {
        var start = _text.Length;
        var chain = new Stack<BinaryExpression>();
        Expression first = last;
        while (first is BinaryExpression binary)
        {
            chain.Push(binary);
            first = binary.Left;
        }

        Write(first);
        foreach (var binary in chain)
        {
            _text.Append((byte)' ');
            _matching.WriteOperator(binary);
            _text.Append((byte)' ');
            Write(binary.Right);
            Note(binary, start);
        }
    }

    private void WriteInParentheses(Expression inner)
    {
        _text.Append((byte)'(');
        Write(inner);
        _text.Append((byte)')');
    }

    private void WriteAggregation(Aggregation aggregation)
    {
        WriteHead(aggregation);
        _text.Append((byte)'(');
        if (aggregation.Parameter is { } parameter)
        {
            Write(parameter);
            _text.Append(", "u8);
        }

        Write(aggregation.Operand);
        _text.Append((byte)')');
    }

    private void WriteCall(FunctionCall call)
    {
        _text.Append(call.Function.Name);
        _text.Append((byte)'(');
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            _text.Append(i > 0 ? ", "u8 : default);
            Write(call.Arguments[i]);
        }

        _text.Append((byte)')');
    }

    private void Note(Expression expression, int start)
    {
        if (_places is not null)
        {
            _places[expression] = new TextSpan(start, _text.Length);
        }
    }
}
