using System.Buffers;
using Pharos.Formats.Negotiation;

namespace Pharos.Scrape.Fetching;

/// <summary>An exposition in a rented buffer, which <see cref="Dispose"/> gives back.</summary>
internal sealed class FetchedBody : IDisposable
{
    private byte[] _buffer;

    public FetchedBody(int expectedLength)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(expectedLength, 4096));
    }

    public int Length { get; private set; }

    public ExpositionMedia Media { get; set; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>Room behind what is there, at least one byte.</summary>
    public Memory<byte> Free()
    {
        if (Length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(Length);
    }

    public void Advance(int count) => Length += count;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
