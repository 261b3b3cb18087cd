using Pharos.Foundation.Text;

namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>What the grammar allows a token to be, and how messages call it.</summary>
internal static class TokenKinds
{
    /// <summary>The numbers under which the reference's messages show tokens that have no name there.</summary>
    private const int FirstFieldNumber = 57370;
    private const int FirstHintNumber = 57445;

    /// <summary>A message shows no more of a token than this.</summary>
    private const int ShownLength = 10;

    public static bool IsAggregation(TokenKind kind) => kind is >= TokenKind.Sum and <= TokenKind.LimitRatio;

    /// <summary>Whether the word can name a metric outside of quotes.</summary>
    public static bool IsMetricName(TokenKind kind) =>
        IsAggregation(kind) || kind is TokenKind.Identifier or TokenKind.MetricIdentifier or TokenKind.And or TokenKind.Or or TokenKind.Unless
            or TokenKind.By or TokenKind.Without or TokenKind.Fill or TokenKind.FillLeft or TokenKind.FillRight or TokenKind.Offset
            or TokenKind.Smoothed or TokenKind.Anchored or (>= TokenKind.Start and <= TokenKind.MinOf);

    /// <summary>Whether the word can name a label in <c>by (…)</c>, <c>on (…)</c> and the like.</summary>
    public static bool IsGroupingLabel(TokenKind kind) =>
        (IsMetricName(kind) && kind != TokenKind.Without) || kind is TokenKind.Bool or TokenKind.On or TokenKind.Ignoring
            or TokenKind.GroupLeft or TokenKind.GroupRight or TokenKind.Atan2;

    /// <summary>Whether an expression can begin with it.</summary>
    public static bool StartsExpression(TokenKind kind) =>
        IsMetricName(kind) || kind is TokenKind.Number or TokenKind.Duration or TokenKind.String or TokenKind.LeftParen
            or TokenKind.LeftBrace or TokenKind.Add or TokenKind.Subtract;

    public static bool IsMatchOperator(TokenKind kind) =>
        kind is TokenKind.Assign or TokenKind.NotEqual or TokenKind.RegexMatch or TokenKind.RegexNoMatch;

    /// <summary>How a message about an unexpected token calls it: <c>identifier "foo"</c>, <c>&lt;op:+&gt;</c>.</summary>
    public static string Describe(TokenKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        TokenKind.EndOfInput => "end of input",
        TokenKind.Identifier => "identifier " + GoQuote.Quote(text),
        TokenKind.MetricIdentifier => "metric identifier " + GoQuote.Quote(text),
        TokenKind.String => "string " + Shown(text),
        TokenKind.Number => "number " + Shown(text),
        TokenKind.Duration => "duration " + Shown(text),
        >= TokenKind.Add and <= TokenKind.At => $"<op:{Ascii(text)}>",
        >= TokenKind.Sum and <= TokenKind.LimitRatio => $"<aggr:{Ascii(text)}>",
        >= TokenKind.Bool and <= TokenKind.Anchored => $"<{Ascii(text)}>",
        >= TokenKind.SumField and <= TokenKind.CounterResetHintField =>
            $"\"<Item {FirstFieldNumber + (int)kind - (int)TokenKind.SumField}>\" {Shown(text)}",
        >= TokenKind.HintUnknown and <= TokenKind.HintGauge =>
            $"\"<Item {FirstHintNumber + (int)kind - (int)TokenKind.HintUnknown}>\" {Shown(text)}",
        _ => Shown(text),
    };

    private static string Ascii(ReadOnlySpan<byte> text) => System.Text.Encoding.ASCII.GetString(text);

    /// <summary>In quotes; of a longer text the first characters.</summary>
    private static string Shown(ReadOnlySpan<byte> text)
    {
        if (text.Length <= ShownLength)
        {
            return GoQuote.Quote(text);
        }

        var end = 0;
        for (var count = 0; count < ShownLength && end < text.Length; count++)
        {
            end += Utf8Text.LengthAt(text[end..]);
        }

        return GoQuote.Quote(text[..end]) + "...";
    }
}
