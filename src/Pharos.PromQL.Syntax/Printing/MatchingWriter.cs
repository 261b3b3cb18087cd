using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;
using Pharos.Model;

namespace Pharos.PromQL.Syntax.Printing;

/// <summary>Writes binary operators and lists of labels.</summary>
internal readonly struct MatchingWriter(ByteBuffer text)
{
    private readonly ByteBuffer _text = text;

    public void WriteOperator(BinaryExpression binary)
    {
        _text.Append(BinaryOperators.Symbol(binary.Operator));
        _text.Append(binary.ReturnsBool ? " bool"u8 : default);
        if (binary.Matching is { } matching)
        {
            WriteMatching(matching);
            WriteFill(matching.FillLeft, matching.FillRight);
        }
    }

    /// <summary>In parentheses; names that are no plain ones are quoted.</summary>
    public void WriteLabels(IReadOnlyList<byte[]> labels)
    {
        _text.Append((byte)'(');
        for (var i = 0; i < labels.Count; i++)
        {
            _text.Append(i > 0 ? ", "u8 : default);
            if (NameValidation.IsLegacyLabelName(labels[i]))
            {
                _text.Append(labels[i]);
            }
            else
            {
                GoQuote.Append(_text, labels[i]);
            }
        }

        _text.Append((byte)')');
    }

    private void WriteMatching(VectorMatching matching)
    {
        var isGrouped = matching.Cardinality is MatchCardinality.ManyToOne or MatchCardinality.OneToMany;
        if (matching.On || matching.Labels.Count > 0 || isGrouped)
        {
            _text.Append(matching.On ? " on "u8 : " ignoring "u8);
            WriteLabels(matching.Labels);
        }

        if (isGrouped)
        {
            _text.Append(matching.Cardinality == MatchCardinality.ManyToOne ? " group_left "u8 : " group_right "u8);
            WriteLabels(matching.Include);
        }
    }

    private void WriteFill(double? left, double? right)
    {
        if (left is { } value && left == right)
        {
            WriteFillValue(" fill ("u8, value);
            return;
        }

        if (left is { } leftValue)
        {
            WriteFillValue(" fill_left ("u8, leftValue);
        }

        if (right is { } rightValue)
        {
            WriteFillValue(" fill_right ("u8, rightValue);
        }
    }

    private void WriteFillValue(ReadOnlySpan<byte> word, double value)
    {
        _text.Append(word);
        GoFloat.Append(_text, value);
        _text.Append((byte)')');
    }
}
