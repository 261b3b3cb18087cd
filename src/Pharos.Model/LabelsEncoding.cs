using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Model;

/// <summary>The pieces of the encoding described at <see cref="LabelsView"/>.</summary>
internal static class LabelsEncoding
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest)
    {
        // Fast path: nearly every name and value is shorter than 128 bytes.
        int length = rest[0];
        if (length < 0x80)
        {
            var text = rest.Slice(1, length);
            rest = rest[(1 + length)..];
            return text;
        }

        return TakeLong(ref rest);
    }

    private static ReadOnlySpan<byte> TakeLong(scoped ref ReadOnlySpan<byte> rest)
    {
        VarInt.TryRead(rest, out var length, out var prefix);
        var text = rest.Slice(prefix, checked((int)length));
        rest = rest[(prefix + (int)length)..];
        return text;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Append(ByteBuffer destination, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // A length prefix takes at most five bytes, since a span has at most 2^31 of them.
        var span = destination.GetSpan(name.Length + value.Length + 10);

        // Fast path: both lengths fit in a byte.
        if ((name.Length | value.Length) < 0x80)
        {
            span[0] = (byte)name.Length;
            ShortCopy.Copy(name, span[1..]);
            span[name.Length + 1] = (byte)value.Length;
            ShortCopy.Copy(value, span[(name.Length + 2)..]);
            destination.Advance(name.Length + value.Length + 2);
            return;
        }

        var at = Put(span, 0, name);
        at = Put(span, at, value);
        destination.Advance(at);
    }

    private static int Put(Span<byte> destination, int at, ReadOnlySpan<byte> text)
    {
        if (text.Length < 0x80)
        {
            destination[at++] = (byte)text.Length;
        }
        else
        {
            at += VarInt.Write(destination[at..], (ulong)text.Length);
        }

        text.CopyTo(destination[at..]);
        return at + text.Length;
    }
}
