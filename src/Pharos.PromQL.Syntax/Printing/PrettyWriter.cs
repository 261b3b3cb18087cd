using Pharos.Foundation.Bytes;

namespace Pharos.PromQL.Syntax.Printing;

/// <summary>
/// Breaks lines. Everything is written on one line first, which gives the length of each part, and the text of those that are short enough.
/// </summary>
internal readonly struct PrettyWriter
{
    private const int MaxLineLength = 100;

    /// <summary>A chain of operators moves to the right by each of them; this bounds the output.</summary>
    private const int MaxLevel = 1000;

    private readonly ByteBuffer _line = new();
    private readonly Dictionary<Expression, TextSpan> _places = [];
    private readonly ByteBuffer _text;
    private readonly ExpressionWriter _parts;

    private PrettyWriter(ByteBuffer text)
    {
        _text = text;
        _parts = new ExpressionWriter(text, null);
    }

    public static void Write(ByteBuffer destination, Expression expression)
    {
        var writer = new PrettyWriter(destination);
        new ExpressionWriter(writer._line, writer._places).Write(expression);
        writer.Write(expression, 0, isIndented: true);
    }

    /// <summary>Without <paramref name="isIndented"/>, the first line's indentation is left out.</summary>
    private void Write(Expression expression, int level, bool isIndented)
    {
        var isSplit = IsSplit(expression, level);
        if (isSplit && expression is BinaryExpression binary)
        {
            WriteChain(binary, level, isIndented);
            return;
        }

        if (expression is Subquery subquery)
        {
            WriteSubquery(subquery, level, isSplit, isIndented);
            return;
        }

        Indent(isIndented ? level : 0);
        switch (expression)
        {
            case UnaryExpression unary:
                _text.Append(unary.Operator == UnaryOperator.Minus ? (byte)'-' : (byte)'+');
                Write(unary.Operand, level, isIndented: false);
                break;
            case Aggregation aggregation when isSplit:
                _parts.WriteHead(aggregation);
                WriteLines(aggregation.Parameter is { } parameter ? [parameter, aggregation.Operand] : [aggregation.Operand], level);
                break;
            case FunctionCall call when isSplit:
                _text.Append(call.Function.Name);
                WriteLines(call.Arguments, level);
                break;
            case Parentheses parentheses when isSplit:
                WriteLines([parentheses.Inner], level);
                break;
            default:
                WriteLine(expression);
                break;
        }
    }

    private void WriteSubquery(Subquery subquery, int level, bool isSplit, bool isIndented)
    {
        if (isSplit)
        {
            Write(subquery.Inner, level, isIndented);
            _parts.WriteRange(subquery);
        }
        else
        {
            // A short one is not indented: so it is in the reference.
            WriteLine(subquery);
        }
    }

    /// <summary>Operands and operators on lines of their own; the further left, the deeper.</summary>
    private void WriteChain(BinaryExpression last, int level, bool isIndented)
    {
        var chain = new Stack<BinaryExpression>();
        Expression first = last;
        while (first is BinaryExpression binary && IsSplit(binary, level))
        {
            chain.Push(binary);
            first = binary.Left;
            level++;
        }

        Write(first, level, isIndented);
        foreach (var binary in chain)
        {
            _text.Append((byte)'\n');
            Indent(level - 1);
            _parts.WriteOperator(binary);
            _text.Append((byte)'\n');
            Write(binary.Right, level, isIndented: true);
            level--;
        }
    }

    private void WriteLines(IReadOnlyList<Expression> parts, int level)
    {
        _text.Append("(\n"u8);
        for (var i = 0; i < parts.Count; i++)
        {
            _text.Append(i > 0 ? ",\n"u8 : default);
            Write(parts[i], level + 1, isIndented: true);
        }

        _text.Append((byte)'\n');
        Indent(level);
        _text.Append((byte)')');
    }

    private bool IsSplit(Expression expression, int level)
    {
        var place = _places[expression];
        return place.End - place.Start > MaxLineLength && level < MaxLevel;
    }

    private void WriteLine(Expression expression)
    {
        var place = _places[expression];
        _text.Append(_line.Written[place.Start..place.End]);
    }

    private void Indent(int level)
    {
        for (; level > 0; level--)
        {
            _text.Append("  "u8);
        }
    }
}
