using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pharos.Hosting.Http;

/// <summary>
/// A request's body as it was, which has to be there when the time is over that a client may take. A client that sends a byte now and then would
/// otherwise hold its connection, and what the handler keeps for it, as long as it likes. For one request.
/// </summary>
/// <remarks>The reader is told to give up, rather than cancelled by a token: Kestrel takes a read that was broken off for a fault of the handler.</remarks>
internal sealed class BodyDeadline : Stream
{
    private readonly PipeReader _inner;
    private readonly ITimer _timer;
    private volatile bool _isOver;

    private BodyDeadline(PipeReader inner, TimeSpan time, TimeProvider clock)
    {
        _inner = inner;
        _timer = clock.CreateTimer(static self => ((BodyDeadline)self!).End(), this, time, Timeout.InfiniteTimeSpan);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The time runs from now on, for a request that has a body.</summary>
    public static void Set(HttpContext context, TimeSpan time, TimeProvider clock)
    {
        if (time > TimeSpan.Zero && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            var body = new BodyDeadline(context.Request.BodyReader, time, clock);
            context.Request.Body = body;
            context.Response.RegisterForDispose(body);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await _inner.ReadAsync(cancellationToken);
        if (_isOver)
        {
            _inner.AdvanceTo(result.Buffer.Start);
            throw new BadHttpRequestException("the request took too long to arrive", StatusCodes.Status408RequestTimeout);
        }

        var part = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
        var length = (int)part.Length;
        part.CopyTo(buffer.Span);
        _inner.AdvanceTo(part.End);
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        _isOver = true;
        _inner.CancelPendingRead();
    }
}
