using System.Buffers.Binary;
using Pharos.Foundation.Numbers;

namespace Pharos.Formats.Text;

/// <summary>
/// Remembers how bounds of buckets are written in OpenMetrics. The series of a histogram repeat the same few bounds, and those that
/// need a conversion (0.00021000000000000023, say) take longer than the rest of their line.
/// </summary>
internal sealed class BoundMemo
{
    /// <summary>A power of two. A bound that falls on the place of another replaces it.</summary>
    private const int Places = 64;

    /// <summary>Longer texts are converted each time; a number has no reason to be longer.</summary>
    private const int MaxLength = 24;

    private const int PlaceLength = MaxLength + GoFloat.MaxLength;

    private readonly byte[] _texts = new byte[Places * PlaceLength];
    private readonly (byte Text, byte Bound)[] _lengths = new (byte, byte)[Places];
    private readonly byte[] _converted = new byte[GoFloat.MaxLength];

    /// <summary>The bound as OpenMetrics writes it, valid until the next call; what is no number stays as it is.</summary>
    public ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text)
    {
        // Fast path: most bounds are short, and then converting is quicker than remembering.
        if (text.Length is < sizeof(ulong) or > MaxLength)
        {
            return OpenMetricsFloat.Normalize(text, _converted);
        }

        var hash = BinaryPrimitives.ReadUInt64LittleEndian(text) ^ BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        var at = (int)((hash * 0x9E37_79B9_7F4A_7C15) >> 58);
        var place = _texts.AsSpan(at * PlaceLength, PlaceLength);
        ref var lengths = ref _lengths[at];
        if (lengths.Text != text.Length || !place[..text.Length].SequenceEqual(text))
        {
            var bound = OpenMetricsFloat.Normalize(text, _converted);
            text.CopyTo(place);
            bound.CopyTo(place[MaxLength..]);
            lengths = ((byte)text.Length, (byte)bound.Length);
        }

        return place.Slice(MaxLength, lengths.Bound);
    }
}
