using System.Buffers.Text;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model;

namespace Pharos.Server.Api;

/// <summary>Pieces of JSON as the reference's API writes them, appended to a buffer.</summary>
internal static class JsonBytes
{
    /// <summary>A text with its quotes. What is not UTF-8 becomes the replacement character; what HTML could take for itself is escaped.</summary>
    public static void AppendText(ByteBuffer json, ReadOnlySpan<byte> text) => AppendText(json, text, "\"\\<>&"u8);

    private static void AppendText(ByteBuffer json, ReadOnlySpan<byte> text, ReadOnlySpan<byte> escaped)
    {
        json.Append((byte)'"');
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            var special = text[..(plain < 0 ? text.Length : plain)].IndexOfAny(escaped);
            var length = special >= 0 ? special : plain < 0 ? text.Length : plain;
            json.Append(text[..length]);
            text = text[length..];
            if (!text.IsEmpty)
            {
                text = text[AppendEscaped(json, text)..];
            }
        }

        json.Append((byte)'"');
    }

    public static void AppendText(ByteBuffer json, string text) => AppendText(json, Encoding.UTF8.GetBytes(text));

    /// <summary>A label set as an object; nothing is escaped for HTML's sake, as in the reference.</summary>
    public static void AppendLabels(ByteBuffer json, LabelsView labels)
    {
        json.Append((byte)'{');
        var isFirst = true;
        foreach (var label in labels)
        {
            if (!isFirst)
            {
                json.Append((byte)',');
            }

            isFirst = false;
            AppendText(json, label.Name, "\"\\"u8);
            json.Append((byte)':');
            AppendText(json, label.Value, "\"\\"u8);
        }

        json.Append((byte)'}');
    }

    /// <summary>A time in seconds: whole ones without a fraction, others with three digits.</summary>
    public static void AppendTime(ByteBuffer json, long timestampMs) => json.Advance(WriteTime(json.GetSpan(MaxTimeBytes), timestampMs));

    private const int MaxTimeBytes = 32;

    private static int WriteTime(Span<byte> room, long timestampMs)
    {
        var (seconds, fraction) = Math.DivRem(timestampMs, 1000);
        var length = 0;
        if (timestampMs < 0 && seconds == 0)
        {
            room[length++] = (byte)'-';
        }

        length += DecimalText.Write(room[length..], seconds);
        if (fraction != 0)
        {
            fraction = Math.Abs(fraction);
            room[length++] = (byte)'.';
            room[length++] = (byte)('0' + (fraction / 100));
            room[length++] = (byte)('0' + (fraction / 10 % 10));
            room[length++] = (byte)('0' + (fraction % 10));
        }

        return length;
    }

    /// <summary>A time in seconds with no more digits than it needs, as it stands beside a scalar or a text.</summary>
    public static void AppendShortTime(ByteBuffer json, long timestampMs)
    {
        AppendTime(json, timestampMs);
        if (timestampMs % 1000 != 0)
        {
            while (json.Written[^1] == (byte)'0')
            {
                json.Truncate(json.Length - 1);
            }
        }
    }

    /// <summary>A number as a text with its quotes.</summary>
    public static void AppendNumber(ByteBuffer json, double value) => json.Advance(WriteNumber(json.GetSpan(MaxNumberBytes), value));

    private const int MaxNumberBytes = GoFloat.MaxLength + 2;

    private static int WriteNumber(Span<byte> room, double value)
    {
        room[0] = (byte)'"';
        var length = GoFloat.FormatJson(room[1..], value);
        room[length + 1] = (byte)'"';
        return length + 2;
    }

    /// <summary>A time and a number, which is most of what large answers are made of.</summary>
    public static void AppendPoint(ByteBuffer json, long timestampMs, double value)
    {
        var room = json.GetSpan(MaxTimeBytes + MaxNumberBytes + 3);
        room[0] = (byte)'[';
        var length = 1 + WriteTime(room[1..], timestampMs);
        room[length++] = (byte)',';
        length += WriteNumber(room[length..], value);
        room[length++] = (byte)']';
        json.Advance(length);
    }

    private static int AppendEscaped(ByteBuffer json, ReadOnlySpan<byte> text)
    {
        var escaped = text[0] switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            _ => default,
        };
        if (!escaped.IsEmpty)
        {
            json.Append(escaped);
            return 1;
        }

        if (text[0] is < 0x80 and not 0x7F)
        {
            AppendCode(json, text[0]);
            return 1;
        }

        var status = Rune.DecodeFromUtf8(text, out var rune, out var length);
        if (status != System.Buffers.OperationStatus.Done)
        {
            json.Append("\\ufffd"u8);
        }
        else if (rune.Value is 0x2028 or 0x2029)
        {
            AppendCode(json, rune.Value);
        }
        else
        {
            json.Append(text[..length]);
        }

        return length;
    }

    private static void AppendCode(ByteBuffer json, int code)
    {
        json.Append("\\u"u8);
        var room = json.GetSpan(4);
        Utf8Formatter.TryFormat((ushort)code, room, out _, new System.Buffers.StandardFormat('x', 4));
        json.Advance(4);
    }
}
