using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Text;

/// <summary>Escapes of the text formats: a backslash before n, a backslash or a double quote. Any other backslash stands for itself.</summary>
internal static class Unescape
{
    /// <summary>The text without escapes: the same bytes if there are none, else those in <paramref name="buffer"/>.</summary>
    public static ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> text, ByteBuffer buffer) => Replace(text, buffer, hasQuotes: true);

    /// <summary>Help texts of the Prometheus format do not stand in quotes, so there a quote is not escaped.</summary>
    public static ReadOnlySpan<byte> Help(ReadOnlySpan<byte> text, ByteBuffer buffer) => Replace(text, buffer, hasQuotes: false);

    private static ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> text, ByteBuffer buffer, bool hasQuotes)
    {
        var backslash = text.IndexOf((byte)'\\');
        if (backslash < 0)
        {
            return text;
        }

        buffer.Clear();
        while (backslash >= 0 && backslash + 1 < text.Length)
        {
            var escaped = text[backslash + 1];
            buffer.Append(text[..backslash]);
            switch (escaped)
            {
                case (byte)'n':
                    buffer.Append((byte)'\n');
                    break;
                case (byte)'\\':
                case (byte)'"' when hasQuotes:
                    buffer.Append(escaped);
                    break;
                default:
                    // The character after it may itself begin an escape only if it is a backslash, which it is not.
                    buffer.Append((byte)'\\');
                    buffer.Append(escaped);
                    break;
            }

            text = text[(backslash + 2)..];
            backslash = text.IndexOf((byte)'\\');
        }

        buffer.Append(text);
        return buffer.Written;
    }
}
