using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Text;

namespace Pharos.Hosting.Logging;

/// <summary>
/// <c>time=2026-01-02T15:04:05.123Z level=INFO source=file.cs:12 msg="..." key=value</c>, with the quoting rules of Go's <c>slog</c>.
/// </summary>
internal sealed class LogfmtLine(ByteBuffer line) : ILogEncoder
{
    public void Begin(DateTimeOffset time, string level, string source, string message)
    {
        line.Append("time="u8);
        line.Append(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        line.Append(" level="u8);
        line.Append(level);
        line.Append(" source="u8);
        AppendText(source);
        line.Append(" msg="u8);
        AppendText(message);
    }

    public void Field(string key, object? value)
    {
        line.Append((byte)' ');
        AppendText(key);
        line.Append((byte)'=');
        AppendText(LogValue.Text(value));
    }

    public void Dispose() => line.Append((byte)'\n');

    private void AppendText(string text)
    {
        var utf8 = LogValue.Utf8(text);
        if (NeedsQuotes(utf8))
        {
            GoQuote.Append(line, utf8);
        }
        else
        {
            line.Append(utf8);
        }
    }

    private static bool NeedsQuotes(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return true;
        }

        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            if (rune == Rune.ReplacementChar || rune.Value is ' ' or '"' or '=' || Rune.IsWhiteSpace(rune) || !GoQuote.IsPrintable(rune))
            {
                return true;
            }

            utf8 = utf8[length..];
        }

        return false;
    }
}
