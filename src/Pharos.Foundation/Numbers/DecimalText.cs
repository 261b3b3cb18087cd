using System.Buffers.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Numbers;

/// <summary>Integers as decimal digits in UTF-8.</summary>
public static class DecimalText
{
    /// <summary>The most bytes that a 64-bit integer takes, sign included.</summary>
    public const int MaxBytes = 20;

    public static void Append(ByteBuffer destination, ulong value)
    {
        Utf8Formatter.TryFormat(value, destination.GetSpan(MaxBytes), out var length);
        destination.Advance(length);
    }

    public static void Append(ByteBuffer destination, long value)
    {
        Utf8Formatter.TryFormat(value, destination.GetSpan(MaxBytes), out var length);
        destination.Advance(length);
    }
}
