using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Pharos.Hosting.Http;

/// <summary>Compresses the body of one answer as the client takes it: the first of gzip and deflate that it names.</summary>
public sealed class BodyCompression
{
    private readonly HttpContext _context;
    private readonly string? _coding;

    /// <summary>Says in the headers that the answer depends on what the client takes.</summary>
    public BodyCompression(HttpContext context)
    {
        _context = context;
        _coding = AcceptEncoding.Choose(context.Request.Headers.AcceptEncoding);
        context.Response.Headers.Append("Vary", "Accept-Encoding");
    }

    public bool IsWanted => _coding is not null;

    /// <summary>
    /// Says in the headers how the body comes, and gives what to write it to; null if it goes as it is. The caller disposes it, which ends the body.
    /// </summary>
    public Stream? Begin()
    {
        if (_coding is null)
        {
            return null;
        }

        _context.Response.Headers.ContentEncoding = _coding;
        return _coding == AcceptEncoding.Gzip
            ? new GZipStream(_context.Response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(_context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }
}
