using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.RegularExpressions;

/// <summary>Patterns that match given texts and nothing else.</summary>
public static class LiteralPattern
{
    /// <summary>Appends a text, with a backslash before each character that would mean something in a pattern.</summary>
    public static void Append(ByteBuffer pattern, ReadOnlySpan<byte> text)
    {
        foreach (var current in text)
        {
            if (@"\.+*?()|[]{}^$"u8.Contains(current))
            {
                pattern.Append((byte)'\\');
            }

            pattern.Append(current);
        }
    }
}
