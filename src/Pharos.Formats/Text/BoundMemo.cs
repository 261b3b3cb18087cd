using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pharos.Foundation.Numbers;

namespace Pharos.Formats.Text;

/// <summary>
/// Remembers how bounds of buckets are written in OpenMetrics. The series of a histogram repeat the same few bounds, and those that
/// need a conversion (0.00021000000000000023, say) take longer than the rest of their line.
/// </summary>
internal sealed class BoundMemo
{
    /// <summary>Longer texts are not remembered; a number has no reason to be longer.</summary>
    public const int MaxText = 32;

    /// <summary>The most that <see cref="Write"/> writes.</summary>
    public const int MaxBound = GoFloat.MaxLength;

    /// <summary>A power of two; each has two places, since a few dozen bounds would otherwise drive each other out all the time.</summary>
    private const int Sets = 64;

    private readonly byte[] _converted = new byte[GoFloat.MaxLength];

    /// <summary>Nine kilobytes, made for the first bound.</summary>
    private Place[] _places = [];

    /// <summary>The bound as OpenMetrics writes it, valid until the next call; what is no number stays as it is.</summary>
    public ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text) => OpenMetricsFloat.Normalize(text, _converted);

    /// <summary>
    /// Writes the bound as OpenMetrics writes it, which is <see cref="MaxBound"/> bytes however long it is, and returns its length.
    /// </summary>
    /// <param name="text">Has 32 readable bytes, of which the first <paramref name="length"/> are the bound.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Write(ref byte text, int length, ref byte destination)
    {
        var bytes = Vector256.LoadUnsafe(ref text) & Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(Mask), (nuint)(MaxText - length));
        var words = bytes.AsUInt64();
        var hash = words[0] + words[1] * 0xC2B2_AE3D_27D4_EB4F + words[2] * 0x1656_67B1_9E37_79F9 + words[3];
        var set = (int)((hash * 0x9E37_79B9_7F4A_7C15) >> 58) * 2;
        if ((uint)(set + 1) >= (uint)_places.Length || !_places[set].Is(bytes, length))
        {
            set = SlowPlace(set, bytes, length);
        }

        ref var place = ref _places[set];
        place.Bound.StoreUnsafe(ref destination);
        return place.BoundLength;
    }

    /// <summary>From so far on that the bytes to keep come first.</summary>
    private static ReadOnlySpan<byte> Mask =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int SlowPlace(int set, Vector256<byte> bytes, int length)
    {
        if (_places.Length == 0)
        {
            _places = new Place[Sets * 2];
        }

        if (_places[set + 1].Is(bytes, length))
        {
            return set + 1;
        }

        Span<byte> text = stackalloc byte[MaxText];
        bytes.CopyTo(text);
        Span<byte> bound = stackalloc byte[MaxBound];
        var converted = OpenMetricsFloat.Normalize(text[..length], _converted);
        converted.CopyTo(bound);

        _places[set + 1] = _places[set];
        _places[set] = new Place
        {
            Text = bytes,
            TextLength = length,
            Bound = Vector256.Create<byte>(bound),
            BoundLength = converted.Length,
        };
        return set;
    }

    private struct Place
    {
        public Vector256<byte> Text;
        public Vector256<byte> Bound;
        public int TextLength;
        public int BoundLength;

        /// <summary>The length too, as a text may end with zero bytes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool Is(Vector256<byte> text, int length) => Text == text && TextLength == length;
    }
}
