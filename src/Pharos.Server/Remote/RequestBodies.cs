using System.Buffers;
using Microsoft.AspNetCore.Http;
using Pharos.Foundation.Compression;

namespace Pharos.Server.Remote;

/// <summary>
/// Bodies of requests that are read whole, within what all of them together may take. A body takes as much as has arrived of it, not what it claims.
/// Safe for concurrent use.
/// </summary>
/// <param name="mostTogether">Bytes, compressed and not, of all requests that are being read.</param>
internal sealed class RequestBodies(long mostTogether)
{
    /// <summary>Of one body as it comes.</summary>
    public const int MostCompressed = 32 << 20;

    /// <summary>Of one body once it is decompressed.</summary>
    public const int MostDecoded = 128 << 20;

    private const int FirstBytes = 64 << 10;
    private long _taken;

    /// <summary>Bytes that requests have now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <exception cref="BodyException">The body is too large, or there are too many of them.</exception>
    public async Task<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var expected = request.ContentLength ?? 0;
        if (expected > MostCompressed)
        {
            throw BodyException.TooLarge(MostCompressed);
        }

        var body = new RequestBody(this);
        try
        {
            body.Grow((int)Math.Clamp(expected + 1, 1, FirstBytes));
            while (true)
            {
                var read = await request.Body.ReadAsync(body.Free, cancellation);
                if (read == 0)
                {
                    return body;
                }

                body.Length += read;
                if (body.Length > MostCompressed)
                {
                    throw BodyException.TooLarge(MostCompressed);
                }

                if (body.Free.IsEmpty)
                {
                    body.Grow(body.Length * 2);
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    internal byte[] Rent(int length)
    {
        // Counted before it is had, by what the pool really gives.
        if (Interlocked.Add(ref _taken, length) > mostTogether)
        {
            Interlocked.Add(ref _taken, -length);
            throw BodyException.TooMany();
        }

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        Interlocked.Add(ref _taken, bytes.Length - length);
        return bytes;
    }

    internal void Return(byte[] bytes)
    {
        Interlocked.Add(ref _taken, -bytes.Length);
        ArrayPool<byte>.Shared.Return(bytes);
    }
}

/// <summary>A body, until it is disposed.</summary>
internal sealed class RequestBody(RequestBodies all) : IDisposable
{
    private byte[] _bytes = [];
    private byte[] _decoded = [];

    public int Length { get; set; }

    public Memory<byte> Free => _bytes.AsMemory(Length);

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The content of the body as a block of Snappy. Valid until the body is disposed.</summary>
    /// <exception cref="BodyException">It is none, or too large.</exception>
    public ReadOnlySpan<byte> Decompress()
    {
        if (!SnappyDecoder.TryReadLength(Bytes, out var length))
        {
            throw BodyException.Corrupt();
        }

        if (length > RequestBodies.MostDecoded)
        {
            throw BodyException.TooLarge(RequestBodies.MostDecoded);
        }

        _decoded = all.Rent(Math.Max(length, 1));
        var content = _decoded.AsSpan(0, length);
        return SnappyDecoder.TryDecode(Bytes, content) ? content : throw BodyException.Corrupt();
    }

    public void Grow(int length)
    {
        var larger = all.Rent(length);
        Bytes.CopyTo(larger);
        Give(ref _bytes);
        _bytes = larger;
    }

    public void Dispose()
    {
        Length = 0;
        Give(ref _bytes);
        Give(ref _decoded);
    }

    private void Give(ref byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            all.Return(bytes);
            bytes = [];
        }
    }
}

/// <summary>A body that cannot be taken, with the status that says so.</summary>
internal sealed class BodyException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static BodyException TooLarge(int limit) => new(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {limit} bytes");

    /// <summary>The sender is to try again, as after any answer from 500 on.</summary>
    public static BodyException TooMany() => new(StatusCodes.Status503ServiceUnavailable, "too many requests are being received, try again later");

    public static BodyException Corrupt() => new(StatusCodes.Status400BadRequest, "snappy: corrupt input");
}
