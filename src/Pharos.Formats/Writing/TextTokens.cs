using System.Buffers;
using System.Globalization;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Writing;

/// <summary>The small pieces that the text formats are made of.</summary>
internal static class TextTokens
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\\\n"u8);
    private static readonly SearchValues<byte> EscapedInQuotes = SearchValues.Create("\\\n\""u8);

    /// <summary>A metric name, in quotes if it is not a classic one.</summary>
    public static void AppendMetricName(ByteBuffer destination, ReadOnlySpan<byte> name) =>
        AppendName(destination, name, default, NameValidation.IsLegacyMetricName(name));

    public static void AppendLabelName(ByteBuffer destination, ReadOnlySpan<byte> name) =>
        AppendName(destination, name, default, NameValidation.IsLegacyLabelName(name));

    public static void AppendName(ByteBuffer destination, ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, bool isLegacy)
    {
        if (isLegacy)
        {
            destination.Append(name);
            destination.Append(suffix);
            return;
        }

        destination.Append((byte)'"');
        AppendEscapedInQuotes(destination, name);
        destination.Append(suffix);
        destination.Append((byte)'"');
    }

    /// <summary>With backslashes and line feeds escaped: the help texts of the Prometheus format.</summary>
    public static void AppendEscaped(ByteBuffer destination, ReadOnlySpan<byte> text) => AppendEscaped(destination, text, Escaped);

    /// <summary>With quotes escaped too.</summary>
    public static void AppendEscapedInQuotes(ByteBuffer destination, ReadOnlySpan<byte> text) =>
        AppendEscaped(destination, text, EscapedInQuotes);

    /// <summary><c>a="x",b="y"</c>, without braces.</summary>
    public static void AppendLabels(ByteBuffer destination, LabelsView labels)
    {
        var isFirst = true;
        foreach (var label in labels)
        {
            if (!isFirst)
            {
                destination.Append((byte)',');
            }

            isFirst = false;
            AppendLabelName(destination, label.Name);
            destination.Append("=\""u8);
            AppendEscapedInQuotes(destination, label.Value);
            destination.Append((byte)'"');
        }
    }

    public static void AppendInteger(ByteBuffer destination, long value)
    {
        value.TryFormat(destination.GetSpan(20), out var length, default, CultureInfo.InvariantCulture);
        destination.Advance(length);
    }

    public static void AppendInteger(ByteBuffer destination, ulong value)
    {
        value.TryFormat(destination.GetSpan(20), out var length, default, CultureInfo.InvariantCulture);
        destination.Advance(length);
    }

    private static void AppendEscaped(ByteBuffer destination, ReadOnlySpan<byte> text, SearchValues<byte> escaped)
    {
        // Fast path: hardly any text has something to escape.
        var at = text.IndexOfAny(escaped);
        while (at >= 0)
        {
            destination.Append(text[..at]);
            destination.Append((byte)'\\');
            destination.Append(text[at] == (byte)'\n' ? (byte)'n' : text[at]);
            text = text[(at + 1)..];
            at = text.IndexOfAny(escaped);
        }

        destination.Append(text);
    }
}
