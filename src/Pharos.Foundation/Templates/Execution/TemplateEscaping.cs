using System.Globalization;
using System.Text;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Templates.Execution;

/// <summary>Texts as they may stand in pages, scripts and addresses.</summary>
internal static class TemplateEscaping
{
    public static string Html(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\0' => result.Append('\uFFFD'),
                '"' => result.Append("&#34;"),
                '\'' => result.Append("&#39;"),
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                _ => result.Append(character),
            };
        }

        return result.ToString();
    }

    /// <summary>Inside quotes of a script.</summary>
    public static string JavaScript(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => result.Append(@"\\"),
                '\'' => result.Append(@"\'"),
                '"' => result.Append("\\\""),
                '<' => result.Append(@"\u003C"),
                '>' => result.Append(@"\u003E"),
                '&' => result.Append(@"\u0026"),
                '=' => result.Append(@"\u003D"),
                >= 0x80 when GoQuote.IsPrintable(rune) => result.Append(rune.ToString()),
                < ' ' or >= 0x80 => result.Append(@"\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture)),
                _ => result.Append(rune.ToString()),
            };
        }

        return result.ToString();
    }

    /// <summary>As a value in the query of an address: spaces become plus signs.</summary>
    public static string UrlQuery(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)part) || part is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                result.Append((char)part);
            }
            else if (part == ' ')
            {
                result.Append('+');
            }
            else
            {
                result.Append('%').Append(part.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return result.ToString();
    }
}
