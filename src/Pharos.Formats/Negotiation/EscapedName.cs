using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Negotiation;

/// <summary>Escapes names of metrics and labels, and finds the original of an escaped one.</summary>
public static class EscapedName
{
    private static ReadOnlySpan<byte> ValuesPrefix => "U__"u8;

    /// <summary>
    /// Appends the name as the scheme shows it. Classic names stay as they are, except that <see cref="EscapingScheme.Dots"/> doubles
    /// their underscores, without which it could not be undone. A byte that is no UTF-8 counts as the replacement character.
    /// </summary>
    public static void Append(ByteBuffer destination, ReadOnlySpan<byte> name, EscapingScheme scheme)
    {
        if (scheme == EscapingScheme.AllowUtf8 || (scheme != EscapingScheme.Dots && NameValidation.IsLegacyMetricName(name)))
        {
            destination.Append(name);
            return;
        }

        if (scheme == EscapingScheme.Values && !name.IsEmpty)
        {
            destination.Append(ValuesPrefix);
        }

        for (var at = 0; at < name.Length;)
        {
            Rune.DecodeFromUtf8(name[at..], out var rune, out var length);
            if (IsClassic(rune, at == 0) && (rune.Value != '_' || scheme == EscapingScheme.Underscores))
            {
                destination.Append((byte)rune.Value);
            }
            else
            {
                AppendEscape(destination, rune, scheme);
            }

            // A broken sequence is taken byte by byte.
            at += rune == Rune.ReplacementChar && !name[at..].StartsWith("\uFFFD"u8) ? 1 : length;
        }
    }

    /// <summary>
    /// Appends the original of an escaped name, or the name itself where it is none, or where the scheme does not allow to tell.
    /// </summary>
    public static void AppendOriginal(ByteBuffer destination, ReadOnlySpan<byte> name, EscapingScheme scheme)
    {
        if (scheme == EscapingScheme.Dots)
        {
            AppendFromDots(destination, name);
            return;
        }

        var start = destination.Length;
        if (scheme != EscapingScheme.Values || !name.StartsWith(ValuesPrefix)
            || !TryAppendFromValues(destination, name[ValuesPrefix.Length..]))
        {
            destination.Truncate(start);
            destination.Append(name);
        }
    }

    private static bool IsClassic(Rune rune, bool isFirst) =>
        rune.IsAscii && (char.IsAsciiLetter((char)rune.Value) || rune.Value is '_' or ':' || (!isFirst && Rune.IsDigit(rune)));

    private static void AppendEscape(ByteBuffer destination, Rune rune, EscapingScheme scheme)
    {
        if (scheme == EscapingScheme.Underscores)
        {
            destination.Append((byte)'_');
        }
        else if (scheme == EscapingScheme.Dots && rune.Value == '.')
        {
            destination.Append("_dot_"u8);
        }
        else if (scheme == EscapingScheme.Dots || rune.Value == '_')
        {
            destination.Append("__"u8);
        }
        else
        {
            destination.Append((byte)'_');
            rune.Value.TryFormat(destination.GetSpan(8), out var length, "x", CultureInfo.InvariantCulture);
            destination.Advance(length);
            destination.Append((byte)'_');
        }
    }

    /// <summary>First each <c>_dot_</c>, then in what that gives each two underscores, as the reference does it.</summary>
    private static void AppendFromDots(ByteBuffer destination, ReadOnlySpan<byte> name)
    {
        while (!name.IsEmpty)
        {
            if (name.StartsWith("_dot_"u8))
            {
                destination.Append((byte)'.');
                name = name[5..];
            }
            else if (name.StartsWith("__"u8) && !name[1..].StartsWith("_dot_"u8))
            {
                destination.Append((byte)'_');
                name = name[2..];
            }
            else
            {
                destination.Append(name[0]);
                name = name[1..];
            }
        }
    }

    private static bool TryAppendFromValues(ByteBuffer destination, ReadOnlySpan<byte> escaped)
    {
        while (!escaped.IsEmpty)
        {
            if (escaped[0] != (byte)'_')
            {
                destination.Append(escaped[0]);
                escaped = escaped[1..];
                continue;
            }

            var code = escaped[1..];
            var length = code.IndexOf((byte)'_');
            if (length == 0)
            {
                destination.Append((byte)'_');
            }
            else if (length is < 0 or > 6
                || !int.TryParse(code[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || !Rune.TryCreate(value, out var rune))
            {
                return false;
            }
            else
            {
                destination.Advance(rune.EncodeToUtf8(destination.GetSpan(4)));
            }

            escaped = code[(length + 1)..];
        }

        return true;
    }
}
