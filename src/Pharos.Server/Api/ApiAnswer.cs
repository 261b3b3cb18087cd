using Microsoft.AspNetCore.Http;
using Pharos.Foundation.Bytes;
using Pharos.Hosting.Http;

namespace Pharos.Server.Api;

/// <summary>
/// The body of an answer while it is written: the handler appends the data to <see cref="Json"/>, and what is long leaves in parts, compressed
/// if the client takes that.
/// </summary>
internal sealed class ApiAnswer : IAsyncDisposable
{
    private const int PartBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Start => "{\"status\":\"success\",\"data\":"u8;

    private readonly HttpContext _context;
    private readonly BodyCompression _compression;
    private Stream? _compressed;
    private bool _hasBegun;

    public ApiAnswer(HttpContext context)
    {
        _context = context;
        _compression = new BodyCompression(context);
        Json = new ByteBuffer(4096);
        Json.Append(Start);
    }

    public ByteBuffer Json { get; }

    /// <summary>Sends what was written if it is worth it.</summary>
    public ValueTask FlushAsync() => Json.Length < PartBytes ? ValueTask.CompletedTask : new ValueTask(SendAsync());

    /// <summary>Ends the answer. Without data there is no body at all.</summary>
    public async Task CompleteAsync(ApiNotes notes)
    {
        if (!_hasBegun && Json.Length == Start.Length)
        {
            _context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        AppendTexts(",\"warnings\":["u8, notes.Warnings);
        AppendTexts(",\"infos\":["u8, notes.Infos);
        Json.Append((byte)'}');
        if (!_hasBegun && Json.Length < PartBytes && !_compression.IsWanted)
        {
            _context.Response.ContentLength = Json.Length;
        }

        await SendAsync();
    }

    /// <summary>Answers with an error in place of data of which nothing was sent yet.</summary>
    public async Task FailAsync(ApiException error)
    {
        Json.Clear();
        Json.Append("{\"status\":\"error\",\"errorType\":"u8);
        JsonBytes.AppendText(Json, error.Kind.Name);
        Json.Append(",\"error\":"u8);
        JsonBytes.AppendText(Json, error.Message);
        Json.Append((byte)'}');
        _context.Response.StatusCode = error.Kind.Status;
        await SendAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_compressed is not null)
        {
            await _compressed.DisposeAsync();
        }
    }

    private void AppendTexts(ReadOnlySpan<byte> start, IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            Json.Append(i == 0 ? start : ","u8);
            JsonBytes.AppendText(Json, texts[i]);
        }

        if (texts.Count > 0)
        {
            Json.Append((byte)']');
        }
    }

    private async Task SendAsync()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _context.Response.ContentType = "application/json";
            _compressed = _compression.Begin();
        }

        await (_compressed ?? _context.Response.Body).WriteAsync(Json.WrittenMemory, _context.RequestAborted);
        Json.Clear();
    }
}
