namespace Pharos.Foundation.Compression;

/// <summary>Writes zstd frames by the system's library. Not safe for concurrent use.</summary>
public sealed class ZstdEncoder : IDisposable
{
    /// <summary>The library's own default: a good ratio at some hundred megabytes a second.</summary>
    public const int DefaultLevel = 3;

    private readonly ZstdCompressionContext _context;
    private readonly int _level;

    /// <exception cref="PlatformNotSupportedException">The library is not on this machine.</exception>
    public ZstdEncoder(int level = DefaultLevel)
    {
        _context = ZstdLibrary.NewCompressionContext();
        _level = level;
    }

    /// <summary>The most bytes that a frame with so much content can take.</summary>
    public static int MaxEncodedLength(int contentLength) => checked((int)ZstdLibrary.CompressBound((nuint)contentLength));

    /// <summary>
    /// Writes the content as one frame to the start of <paramref name="destination"/>, which has at least <see cref="MaxEncodedLength"/>
    /// bytes, and returns the length of the frame.
    /// </summary>
    public unsafe int Encode(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        fixed (byte* from = content, to = destination)
        {
            var length = ZstdLibrary.Compress(_context, to, (nuint)destination.Length, from, (nuint)content.Length, _level);
            return ZstdLibrary.IsError(length)
                ? throw new InvalidOperationException($"zstd cannot compress {content.Length} bytes: {ZstdLibrary.ErrorText(length)}")
                : (int)length;
        }
    }

    public void Dispose() => _context.Dispose();
}
