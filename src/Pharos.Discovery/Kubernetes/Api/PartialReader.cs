namespace Pharos.Discovery.Kubernetes.Api;

/// <summary>
/// The part of a body that has been received and not yet read, up to a size; and patience, so that a server which falls silent is noticed.
/// Not safe for concurrent use. The body is the caller's to dispose.
/// </summary>
internal sealed class PartialReader : IDisposable
{
    private const int FirstBytes = 64 << 10;

    private readonly Stream _body;
    private readonly int _mostBytes;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _cancel;

    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;

    /// <param name="mostBytes">What may be unread.</param>
    /// <param name="patience">How long nothing may come.</param>
    public PartialReader(Stream body, int mostBytes, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        (_body, _mostBytes, _patience, _cancel) = (body, mostBytes, patience, cancel);
        _silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancel);
    }

    /// <summary>Whether the body has ended; what is unread is the rest then.</summary>
    public bool IsEnded { get; private set; }

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public void Consume(int bytes) => _start += bytes;

    /// <summary>Receives more, as much as there is room for; at least one byte unless the body ends.</summary>
    /// <exception cref="HttpRequestException">The connection broke, or the server fell silent.</exception>
    /// <exception cref="ClusterApiException">As much is unread as may be.</exception>
    public async ValueTask ReceiveAsync()
    {
        MakeRoom();
        try
        {
            _silence.CancelAfter(_patience);
            var read = await _body.ReadAsync(_buffer.AsMemory(_end), _either.Token);
            _end += read;
            IsEnded = read == 0;
        }
        catch (OperationCanceledException error) when (!_cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"the server fell silent for {_patience}", error);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new HttpRequestException($"the body breaks off: {error.Message}", error);
        }

        _silence.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length && _start < _buffer.Length / 2)
        {
            return;
        }

        var unread = _end - _start;
        if (unread > _mostBytes)
        {
            throw new ClusterApiException($"the server sent a single object of more than {_mostBytes} bytes");
        }

        var most = _mostBytes + FirstBytes;
        var target = unread > _buffer.Length / 2 && _buffer.Length < most ? new byte[(int)Math.Min(_buffer.Length * 2L, most)] : _buffer;
        Unread.CopyTo(target);
        (_buffer, _start, _end) = (target, 0, unread);
    }
}
