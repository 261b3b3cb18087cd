using System.Buffers;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Tsdb.Tools;

/// <summary>A label set as a JSON object, escaped as Go's encoder does, so that lines can be compared with the reference's.</summary>
internal static class LabelsJson
{
    public static void Append(ByteBuffer destination, LabelsView labels)
    {
        destination.Append((byte)'{');
        var isFirst = true;
        foreach (var label in labels)
        {
            destination.Append(isFirst ? default : ","u8);
            isFirst = false;
            AppendText(destination, label.Name);
            destination.Append((byte)':');
            AppendText(destination, label.Value);
        }

        destination.Append((byte)'}');
    }

    private static void AppendText(ByteBuffer destination, ReadOnlySpan<byte> utf8)
    {
        destination.Append((byte)'"');
        while (!utf8.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(utf8, out var rune, out var length) == OperationStatus.Done;

            // One byte at a time, as Go does; the decoder may take several for one broken sequence.
            length = isText ? length : 1;
            switch (rune.Value)
            {
                case var _ when !isText: destination.Append("\\ufffd"u8); break;
                case '"': destination.Append("\\\""u8); break;
                case '\\': destination.Append("\\\\"u8); break;
                case '\b': destination.Append("\\b"u8); break;
                case '\f': destination.Append("\\f"u8); break;
                case '\n': destination.Append("\\n"u8); break;
                case '\r': destination.Append("\\r"u8); break;
                case '\t': destination.Append("\\t"u8); break;
                case < ' ' or '<' or '>' or '&' or 0x2028 or 0x2029: AppendCode(destination, rune.Value); break;
                default: destination.Append(utf8[..length]); break;
            }

            utf8 = utf8[length..];
        }

        destination.Append((byte)'"');
    }

    private static void AppendCode(ByteBuffer destination, int code)
    {
        destination.Append("\\u"u8);
        for (var shift = 12; shift >= 0; shift -= 4)
        {
            destination.Append("0123456789abcdef"u8[(code >> shift) & 0xF]);
        }
    }
}
