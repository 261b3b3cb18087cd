using System.Globalization;
using System.Text;
using Pharos.Foundation.Time;

namespace Pharos.Hosting.Logging;

/// <summary>How values of fields turn into text.</summary>
internal static class LogValue
{
    public static string Text(object? value) => value switch
    {
        null => "<nil>",
        string text => text,
        bool flag => flag ? "true" : "false",
        TimeSpan duration => GoDuration.Format(duration),
        Exception exception => exception.Message,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The UTF-8 bytes, not more than <see cref="LogLines.MaxTextBytes"/>; a text that is cut ends in three dots.</summary>
    public static byte[] Utf8(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Length <= LogLines.MaxTextBytes ? text : text[..LogLines.MaxTextBytes]);
        if (bytes.Length <= LogLines.MaxTextBytes && text.Length <= LogLines.MaxTextBytes)
        {
            return bytes;
        }

        var end = Math.Min(bytes.Length, LogLines.MaxTextBytes);
        while (end > 0 && end < bytes.Length && (bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return [.. bytes.AsSpan(0, end), .. "..."u8];
    }
}
