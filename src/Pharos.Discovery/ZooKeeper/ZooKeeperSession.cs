using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Pharos.Discovery.ZooKeeper;

/// <summary>
/// A session with one server: one question at a time, and changes of what was asked for. Ends with its connection; whoever used it then makes
/// another and asks for everything again.
/// </summary>
internal sealed class ZooKeeperSession : IAsyncDisposable
{
    /// <summary>Four times what servers allow a node to have.</summary>
    private const int MostBytes = 4 << 20;

    private const int Ping = -2;
    private const int Event = -1;
    private const int NoNode = -101;

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly Channel<byte[]> _replies = Channel.CreateUnbounded<byte[]>();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TimeProvider _time;
    private readonly NetworkStream _stream;
    private Task _running = Task.CompletedTask;
    private long _lastHeard;
    private int _lastId;

    private ZooKeeperSession(Socket socket, TimeProvider time)
    {
        (_time, _stream) = (time, new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Paths of nodes of which something that was asked has changed, each once for each question.</summary>
    public ChannelReader<string> Changes => _changes.Reader;

    /// <exception cref="IOException">There is no session to be had.</exception>
    public static async Task<ZooKeeperSession> OpenAsync(string host, int port, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        ZooKeeperSession? session = null;
        try
        {
            await socket.ConnectAsync(host, port, either.Token);
            session = new ZooKeeperSession(socket, time);
            await session.BeginAsync(timeout, either.Token);
            return session;
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (session is not null)
            {
                await session.DisposeAsync();
            }

            throw error is OperationCanceledException && !cancel.IsCancellationRequested ? new IOException("no answer in time", error)
                : error is SocketException ? new IOException(error.Message, error)
                : error;
        }
    }

    /// <summary>The content of a node, of which a change is told once; null if there is none.</summary>
    public async Task<byte[]?> DataAsync(string path, CancellationToken cancel) =>
        await AskAsync(4, path, cancel) is { } reply ? Read(reply, static (ref JuteReader reader) => reader.Buffer().ToArray()) : null;

    /// <summary>The names of the nodes below one, of which a change is told once; null if there is none.</summary>
    public async Task<List<string>?> ChildrenAsync(string path, CancellationToken cancel) =>
        await AskAsync(8, path, cancel) is { } reply ? Read(reply, static (ref JuteReader reader) => reader.Texts()) : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _stream.DisposeAsync();
        await _running;
        _stop.Dispose();
        _sending.Dispose();
    }

    private delegate T Reading<T>(ref JuteReader reader);

    private static T Read<T>(byte[] reply, Reading<T> read)
    {
        // The header has been looked at: number, transaction, error.
        var reader = new JuteReader(reply.AsSpan(16));
        return read(ref reader);
    }

    private async Task BeginAsync(TimeSpan timeout, CancellationToken cancel)
    {
        // Version, the last transaction seen, the time, and no session before this one.
        var request = new JuteWriter().Int(0).Long(0).Int((int)timeout.TotalMilliseconds).Long(0).Buffer(new byte[16]);
        await _stream.WriteAsync(request.ToMessage(), cancel);
        var granted = ReadGranted(await ReceiveAsync(cancel));
        _lastHeard = _time.GetTimestamp();
        _running = Task.WhenAll(Task.Run(ListenAsync, CancellationToken.None), Task.Run(() => PingAsync(granted), CancellationToken.None));
    }

    private static TimeSpan ReadGranted(byte[] message)
    {
        var reader = new JuteReader(message);
        reader.Int();
        var timeout = reader.Int();
        return timeout > 0 ? TimeSpan.FromMilliseconds(timeout) : throw new IOException("the server gives no session");
    }

    /// <summary>Null if there is no such node.</summary>
    private async Task<byte[]?> AskAsync(int kind, string path, CancellationToken cancel)
    {
        var id = ++_lastId;
        await SendAsync(new JuteWriter().Int(id).Int(kind).Text(path).Bool(true), cancel);
        var reply = await ReadReplyAsync(cancel);
        return Check(reply, id) == NoNode ? null : reply;
    }

    private async Task<byte[]> ReadReplyAsync(CancellationToken cancel)
    {
        try
        {
            return await _replies.Reader.ReadAsync(cancel);
        }
        catch (ChannelClosedException error)
        {
            throw new IOException(error.InnerException?.Message ?? "the connection is closed", error);
        }
    }

    private static int Check(byte[] reply, int id)
    {
        var reader = new JuteReader(reply);
        var answered = reader.Int();
        reader.Long();
        var status = reader.Int();
        return answered != id ? throw new IOException("the answer is to another question")
            : status is 0 or NoNode ? status
            : throw new IOException($"the server answers with error {status}");
    }

    private async Task SendAsync(JuteWriter message, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel);
        try
        {
            await _stream.WriteAsync(message.ToMessage(), cancel);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<byte[]> ReceiveAsync(CancellationToken cancel)
    {
        var head = new byte[4];
        await _stream.ReadExactlyAsync(head, cancel);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        var message = length is >= 16 and <= MostBytes ? new byte[length] : throw new IOException($"a message of {length} bytes is none of ZooKeeper's");
        await _stream.ReadExactlyAsync(message, cancel);
        return message;
    }

    private async Task ListenAsync()
    {
        Exception? fault = null;
        try
        {
            while (true)
            {
                var message = await ReceiveAsync(_stop.Token);
                Volatile.Write(ref _lastHeard, _time.GetTimestamp());
                switch (BinaryPrimitives.ReadInt32BigEndian(message))
                {
                    case Event:
                        _changes.Writer.TryWrite(ChangedPath(message));
                        break;
                    case Ping:
                        break;
                    default:
                        _replies.Writer.TryWrite(message);
                        break;
                }
            }
        }
        catch (Exception error)
        {
            // Whoever waits for an answer or a change learns of it.
            fault = error;
        }

        _replies.Writer.TryComplete(fault);
        _changes.Writer.TryComplete(new IOException(fault.Message, fault));
    }

    private static string ChangedPath(byte[] message)
    {
        var reader = new JuteReader(message.AsSpan(16));
        reader.Int();
        reader.Int();
        return reader.Text();
    }

    /// <summary>Says in time that there is still somebody, and notices if the server is gone.</summary>
    private async Task PingAsync(TimeSpan timeout)
    {
        try
        {
            using var timer = new PeriodicTimer(timeout / 3, _time);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_time.GetElapsedTime(Volatile.Read(ref _lastHeard)) > timeout)
                {
                    _stream.Close();
                    return;
                }

                await SendAsync(new JuteWriter().Int(Ping).Int(11), _stop.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The one who listens tells of it.
        }
    }
}
