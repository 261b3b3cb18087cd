using System.Buffers;
using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;
using Pharos.Foundation.Text;
using Pharos.Model;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Reads a series selector without range or offset: <c>up{job="node",code!~"5.."}</c>, with all quotes that PromQL has.</summary>
internal ref struct SelectorText
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:"u8);

    private readonly ReadOnlySpan<byte> _text;
    private readonly List<Matcher> _matchers = [];
    private int _at;

    private SelectorText(ReadOnlySpan<byte> text)
    {
        _text = text;
    }

    /// <exception cref="PromtoolException">It is not a selector; says where.</exception>
    public static Matcher[] Parse(string text)
    {
        var parser = new SelectorText(Encoding.UTF8.GetBytes(text));
        parser.ReadSelector();
        return [.. parser._matchers];
    }

    private void ReadSelector()
    {
        SkipSpace();
        var name = TakeName();
        SkipSpace();
        if (TryTake((byte)'{'))
        {
            ReadMatchers(hasName: !name.IsEmpty);
            SkipSpace();
        }
        else if (name.IsEmpty)
        {
            throw Error(_at, _at == _text.Length ? "unexpected end of input" : $"unexpected {Here()}");
        }

        if (_at < _text.Length)
        {
            throw Error(_at, $"unexpected {Here()}");
        }

        if (!name.IsEmpty)
        {
            _matchers.Add(new Matcher(MatchType.Equal, LabelNames.MetricName, name));
        }
    }

    private void ReadMatchers(bool hasName)
    {
        SkipSpace();
        while (!TryTake((byte)'}'))
        {
            hasName |= ReadMatcher(hasName);
            SkipSpace();
            if (!TryTake((byte)',') && (_at == _text.Length || _text[_at] != (byte)'}'))
            {
                throw Unexpected("in label matching, expected \",\" or \"}\"");
            }

            SkipSpace();
        }
    }

    /// <summary>Whether it was the name of the metric, which stands alone in quotes.</summary>
    private bool ReadMatcher(bool hasName)
    {
        var start = _at;
        var isQuoted = _at < _text.Length && _text[_at] is (byte)'"' or (byte)'\'' or (byte)'`';
        var name = isQuoted ? TakeString() : TakeName();
        if (name.IsEmpty && !isQuoted)
        {
            throw Unexpected("in label matching, expected identifier or \"}\"");
        }

        SkipSpace();
        if (isQuoted && (_at == _text.Length || _text[_at] is (byte)',' or (byte)'}'))
        {
            _matchers.Add(hasName
                ? throw Error(start, $"metric name must not be set twice: {GoQuote.Quote(name)}")
                : new Matcher(MatchType.Equal, LabelNames.MetricName, name));
            return true;
        }

        var type = TakeOperator();
        SkipSpace();
        if (_at == _text.Length || _text[_at] is not ((byte)'"' or (byte)'\'' or (byte)'`'))
        {
            throw Unexpected("in label matching, expected string");
        }

        var value = TakeString();
        try
        {
            _matchers.Add(new Matcher(type, name, value));
        }
        catch (Re2SyntaxException exception)
        {
            throw Error(start, exception.Message);
        }

        return false;
    }

    private MatchType TakeOperator()
    {
        foreach (var type in (ReadOnlySpan<MatchType>)[MatchType.Regex, MatchType.NotRegex, MatchType.NotEqual, MatchType.Equal])
        {
            var text = MatchTypes.Operator(type);
            if (_text[_at..].StartsWith(text))
            {
                _at += text.Length;
                return type;
            }
        }

        throw Unexpected("in label matching, expected label matching operator");
    }

    private ReadOnlySpan<byte> TakeName()
    {
        var rest = _text[_at..];
        var length = rest.IndexOfAnyExcept(NameBytes);
        length = length < 0 ? rest.Length : length;
        if (length == 0 || char.IsAsciiDigit((char)rest[0]))
        {
            return default;
        }

        _at += length;
        return rest[..length];
    }

    private ReadOnlySpan<byte> TakeString()
    {
        var start = _at;
        var quote = _text[_at++];
        if (quote == (byte)'`')
        {
            var length = _text[_at..].IndexOf(quote);
            if (length < 0)
            {
                throw Error(start, "unterminated raw string");
            }

            _at += length + 1;
            return _text.Slice(_at - length - 1, length);
        }

        var value = new ByteBuffer();
        while (true)
        {
            if (_at == _text.Length || _text[_at] == (byte)'\n')
            {
                throw Error(start, "unterminated quoted string");
            }

            var current = _text[_at++];
            if (current == quote)
            {
                return value.Written;
            }

            if (current == (byte)'\\')
            {
                TakeEscape(value, quote);
            }
            else
            {
                value.Append(current);
            }
        }
    }

    private void TakeEscape(ByteBuffer value, byte quote)
    {
        var start = _at - 1;
        var escape = _at < _text.Length ? _text[_at++] : (byte)0;
        const string Letters = "abfnrtv\\";
        var known = Letters.IndexOf((char)escape, StringComparison.Ordinal);
        if (known >= 0)
        {
            value.Append("\a\b\f\n\r\t\v\\"u8[known]);
            return;
        }

        if (escape == quote)
        {
            value.Append(quote);
            return;
        }

        var (digits, radix) = escape switch
        {
            (byte)'x' => (2, 16),
            (byte)'u' => (4, 16),
            (byte)'U' => (8, 16),
            >= (byte)'0' and <= (byte)'7' => (3, 8),
            _ => throw Error(start, "unknown escape sequence"),
        };
        _at -= radix == 8 ? 1 : 0;
        var code = TakeNumber(start, digits, radix);
        if (digits < 4)
        {
            value.Append(code <= byte.MaxValue ? (byte)code : throw Error(start, "escape sequence is no byte"));
        }
        else if (Rune.IsValid(code))
        {
            value.Append(new Rune(code).ToString());
        }
        else
        {
            throw Error(start, "escape sequence is an invalid Unicode code point");
        }
    }

    private uint TakeNumber(int start, int digits, int radix)
    {
        ulong number = 0;
        for (; digits > 0; digits--)
        {
            var digit = _at < _text.Length && char.IsAsciiHexDigit((char)_text[_at]) ? Convert.ToInt32(((char)_text[_at]).ToString(), 16) : radix;
            number = digit < radix ? number * (ulong)radix + (ulong)digit : throw Error(start, "illegal character in escape sequence");
            _at++;
        }

        return (uint)number;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            _at++;
        }
    }

    private bool TryTake(byte value)
    {
        var isThere = _at < _text.Length && _text[_at] == value;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private readonly string Here()
    {
        Rune.DecodeFromUtf8(_text[_at..], out _, out var length);
        return GoQuote.Quote(_text.Slice(_at, length));
    }

    private readonly PromtoolException Unexpected(string what) =>
        Error(_at, _at == _text.Length ? "unexpected end of input inside braces" : $"unexpected {Here()} {what}");

    private readonly PromtoolException Error(int at, string message)
    {
        var before = _text[..at];
        var column = before.Length - before.LastIndexOf((byte)'\n');
        return new PromtoolException(string.Create(CultureInfo.InvariantCulture, $"{before.Count((byte)'\n') + 1}:{column}: parse error: {message}"));
    }
}
