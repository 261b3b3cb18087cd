using System.Globalization;
using System.Text;

namespace Pharos.Configuration.Yaml;

/// <summary>Writes block style YAML, two spaces a level, lists at the level of their key.</summary>
public sealed class YamlWriter
{
    private readonly StringBuilder _text = new();
    private int _level;

    /// <summary>The next line begins behind the dash of a list item.</summary>
    private bool _afterDash;

    /// <summary>How much has been written.</summary>
    public int Length => _text.Length;

    public override string ToString() => _text.ToString();

    /// <summary>Takes back what was written since the length was that.</summary>
    public void Truncate(int length) => _text.Length = length;

    /// <summary>A key with a scalar that is written as it is.</summary>
    public void Plain(string key, string value) => Line(Key(key) + " " + value);

    public void Scalar(string key, string value) => Plain(key, Quoted(value));

    public void Item(string value) => Line("- " + Quoted(value));

    public void PlainItem(string value) => Line("- " + value);

    /// <summary>A key whose value follows on the next level, until <see cref="End"/>.</summary>
    public void Begin(string key)
    {
        Line(Key(key));
        _level++;
    }

    public void End() => _level--;

    /// <summary>A key whose items follow, on its own level.</summary>
    public void BeginList(string key) => Line(Key(key));

    /// <summary>An item that is a mapping, until <see cref="EndItem"/>.</summary>
    public void BeginItem()
    {
        _afterDash = true;
        _level++;
    }

    public void EndItem()
    {
        if (_afterDash)
        {
            _afterDash = false;
            _level--;
            Line("- {}");
        }
        else
        {
            _level--;
        }
    }

    /// <summary>The text as a scalar that is read as a text again.</summary>
    public static string Quoted(string text) => IsPlain(text) ? text : DoubleQuoted(text);

    /// <summary>The same for a text inside of brackets or braces.</summary>
    public static string QuotedInFlow(string text) => IsWord(text) ? Quoted(text) : DoubleQuoted(text);

    /// <summary>Whether the text has no character that means something anywhere in YAML.</summary>
    internal static bool IsWord(string text) => text.Length > 0 && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or '+' or '~');

    /// <summary>Some parsers are strict about keys of several words.</summary>
    private static string Key(string key) => QuotedInFlow(key) + ":";

    private void Line(string text)
    {
        _text.Append(' ', (_afterDash ? _level - 1 : _level) * 2).Append(_afterDash ? "- " : "").Append(text).Append('\n');
        _afterDash = false;
    }

    /// <summary>Whether the text means itself without quotes, in YAML 1.1 as in 1.2.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] is ' ' or ':' || "-?:,[]{}#&*!|>'\"%@`=.+~0123456789".Contains(text[0], StringComparison.Ordinal))
        {
            return text.Length > 0 && char.IsAsciiDigit(text[0]) && IsPlainBehindDigit(text);
        }

        return !ScalarWords.IsReserved(text) && text != "<<" && HasOnlyPlainCharacters(text);
    }

    /// <summary>Durations and sizes such as 15s and 100MiB need no quotes; numbers, dates and addresses with ports get them.</summary>
    private static bool IsPlainBehindDigit(string text) =>
        char.IsAsciiLetter(text[^1]) && text.All(char.IsAsciiLetterOrDigit) && text.Any(static c => char.IsAsciiLetter(c) && c is not ('x' or 'e' or 'E' or 'o' or 'b' or 'X'))
        && !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    private static bool HasOnlyPlainCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || char.IsSurrogate(text[i]) || text[i] is '\u2028' or '\u2029' or '\uFEFF'
                || (text[i] == ':' && i + 1 < text.Length && text[i + 1] == ' ') || (text[i] == '#' && text[i - 1] == ' '))
            {
                return false;
            }
        }

        return true;
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < 0x20 or (>= 0x7f and < 0xa0) => quoted.Append("\\x").Append(rune.Value.ToString("x2", CultureInfo.InvariantCulture)),
                0x2028 or 0x2029 or 0xFEFF => quoted.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }
}
