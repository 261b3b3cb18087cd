namespace Pharos.Http.Connecting;

/// <summary>Connections made with the same certificates. Disposed when its owner and all requests that entered have left it.</summary>
internal sealed class ConnectionPool(SocketsHttpHandler handler, long generation)
{
    /// <summary>The owner counts as one.</summary>
    private int _users = 1;

    public long Generation { get; } = generation;

    public HttpMessageInvoker Invoker { get; } = new(handler, disposeHandler: true);

    public bool TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Invoker.Dispose();
        }
    }
}
