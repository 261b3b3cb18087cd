using System.Globalization;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.PromQL.Syntax.Printing;

/// <summary>Writes selectors with their matchers, ranges and time shifts.</summary>
internal readonly struct SelectorWriter(ByteBuffer text)
{
    private readonly ByteBuffer _text = text;

    public void Write(VectorSelector selector)
    {
        WriteMatchers(selector);
        WriteAt(selector.Shift.At);
        WriteModifier(selector.Modifier);
        WriteOffset(selector.Shift.Offset);
    }

    public void Write(MatrixSelector matrix)
    {
        WriteMatchers(matrix.Vector);
        _text.Append((byte)'[');
        DurationWriter.Write(_text, matrix.Range);
        _text.Append((byte)']');
        WriteModifier(matrix.Vector.Modifier);
        WriteAt(matrix.Vector.Shift.At);
        WriteOffset(matrix.Vector.Shift.Offset);
    }

    /// <summary>What stands behind the expression of a subquery.</summary>
    public void WriteRange(Subquery subquery)
    {
        _text.Append((byte)'[');
        DurationWriter.Write(_text, subquery.Range);
        _text.Append((byte)':');
        if (subquery.Step is { } step)
        {
            DurationWriter.Write(_text, step);
        }

        _text.Append((byte)']');
        WriteAt(subquery.Shift.At);
        WriteOffset(subquery.Shift.Offset);
    }

    /// <summary>The name, and all other matchers in braces, sorted as texts.</summary>
    private void WriteMatchers(VectorSelector selector)
    {
        _text.Append(selector.Name);
        var texts = new List<byte[]>(selector.Matchers.Count);
        foreach (var matcher in selector.Matchers)
        {
            if (!IsName(matcher, selector.Name))
            {
                var one = new ByteBuffer(32);
                matcher.Append(one);
                texts.Add(one.ToArray());
            }
        }

        if (texts.Count == 0)
        {
            return;
        }

        texts.Sort((left, right) => left.AsSpan().SequenceCompareTo(right));
        for (var i = 0; i < texts.Count; i++)
        {
            _text.Append(i == 0 ? (byte)'{' : (byte)',');
            _text.Append(texts[i]);
        }

        _text.Append((byte)'}');
    }

    private static bool IsName(Matcher matcher, byte[]? name) =>
        name is not null && matcher.Type == MatchType.Equal && matcher.Name.SequenceEqual(LabelNames.MetricName) &&
        matcher.Value.SequenceEqual(name);

    private void WriteAt(AtModifier at)
    {
        switch (at.Kind)
        {
            case AtKind.Time:
                _text.Append(" @ "u8);
                _text.Append((at.TimestampMs / 1000.0).ToString("F3", CultureInfo.InvariantCulture));
                break;
            case AtKind.Start: _text.Append(" @ start()"u8); break;
            case AtKind.End: _text.Append(" @ end()"u8); break;
        }
    }

    private void WriteModifier(SelectorModifier modifier) => _text.Append(modifier switch
    {
        SelectorModifier.Anchored => " anchored"u8,
        SelectorModifier.Smoothed => " smoothed"u8,
        _ => default,
    });

    private void WriteOffset(DurationExpression? offset)
    {
        if (offset is not null)
        {
            _text.Append(" offset "u8);
            DurationWriter.Write(_text, offset);
        }
    }
}
