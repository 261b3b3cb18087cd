using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Pharos.Discovery.Dns.Messages;

/// <summary>
/// Names as texts and as bytes of messages. In a text a backslash stands before a character that means itself, or before three digits that
/// are a byte.
/// </summary>
internal static class DnsName
{
    /// <summary>With all lengths and the last zero.</summary>
    public const int MostBytes = 255;

    private const int MostLabelBytes = 63;

    /// <summary>Whether the name is complete: nothing is searched behind it.</summary>
    public static bool IsRooted(string name)
    {
        // An odd number of backslashes before the dot: the last of them makes it a letter.
        var text = name.AsSpan();
        return text.EndsWith('.') && (text.Length - 1 - text[..^1].TrimEnd('\\').Length) % 2 == 0;
    }

    public static string Rooted(string name) => IsRooted(name) ? name : name + ".";

    /// <summary>How many parts there are between dots.</summary>
    public static int CountLabels(string name)
    {
        var count = 0;
        var isInside = false;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '.')
            {
                isInside = false;
            }
            else
            {
                count += isInside ? 0 : 1;
                isInside = true;
                i += name[i] == '\\' ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>The name in a message; false if there is no such name.</summary>
    public static bool TryEncode(string name, out byte[] encoded)
    {
        encoded = [];
        var text = Encoding.UTF8.GetBytes(Rooted(name));
        if (text is [(byte)'.'])
        {
            encoded = [0];
            return true;
        }

        // Each label has its length before it, which is known at the dot behind it.
        List<byte> bytes = [0];
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '.')
            {
                bytes.Add(text[i] == '\\' ? Unescape(text, ref i) : text[i]);
                continue;
            }

            var length = bytes.Count - start - 1;
            if (length is 0 or > MostLabelBytes)
            {
                return false;
            }

            bytes[start] = (byte)length;
            start = bytes.Count;
            bytes.Add(0);
        }

        encoded = [.. bytes];
        return start == bytes.Count - 1 && bytes.Count <= MostBytes;
    }

    /// <summary>Reads the name at a place of a message, following pointers, and moves behind it. False if it is broken.</summary>
    /// <param name="name">Ends with a dot.</param>
    public static bool TryDecode(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        var text = new StringBuilder();
        var length = 1;
        var place = at;
        var end = -1;

        // A pointer leads to what stands before all that was read: that is how loops end.
        var limit = at;
        while (true)
        {
            if (place >= message.Length)
            {
                return false;
            }

            var head = message[place];
            if (head == 0)
            {
                break;
            }

            if ((head & 0xC0) == 0xC0)
            {
                if (place + 1 >= message.Length)
                {
                    return false;
                }

                var target = ((head & 0x3F) << 8) | message[place + 1];
                if (target >= limit)
                {
                    return false;
                }

                end = end < 0 ? place + 2 : end;
                limit = place = target;
                continue;
            }

            length += head + 1;
            if ((head & 0xC0) != 0 || place + 1 + head > message.Length || length > MostBytes)
            {
                return false;
            }

            foreach (var letter in message.Slice(place + 1, head))
            {
                Escape(text, letter);
            }

            text.Append('.');
            place += head + 1;
        }

        at = end < 0 ? place + 1 : end;
        name = text.Length == 0 ? "." : text.ToString();
        return true;
    }

    private static byte Unescape(ReadOnlySpan<byte> text, ref int i)
    {
        if (i + 3 < text.Length && Utf8Parser.TryParse(text.Slice(i + 1, 3), out byte value, out var read) && read == 3)
        {
            i += 3;
            return value;
        }

        i += i + 1 < text.Length ? 1 : 0;
        return text[i];
    }

    private static void Escape(StringBuilder text, byte letter)
    {
        if (letter is < 0x21 or > 0x7E)
        {
            text.Append('\\').Append(letter.ToString("D3", CultureInfo.InvariantCulture));
        }
        else
        {
            text.Append(".'@;()\"\\".Contains((char)letter, StringComparison.Ordinal) ? "\\" : "").Append((char)letter);
        }
    }
}
