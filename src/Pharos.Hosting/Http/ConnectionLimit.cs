using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Pharos.Hosting.Http;

/// <summary>
/// Holds the number of connections, over all listeners, to a limit. A connection beyond it stays in the system's queue until another one
/// ends, as it does with the reference; turning it away would make clients fail where waiting is enough.
/// </summary>
internal sealed class ConnectionLimit : IDisposable
{
    private readonly SemaphoreSlim _free;

    public ConnectionLimit(int limit)
    {
        _free = new SemaphoreSlim(limit, limit);
    }

    public IConnectionListenerFactory Around(IConnectionListenerFactory factory) => new Factory(factory, _free);

    /// <summary>Gives the place back when the connection ends; goes around everything that serves it.</summary>
    public ConnectionDelegate Release(ConnectionDelegate next) => async connection =>
    {
        try
        {
            await next(connection);
        }
        finally
        {
            _free.Release();
        }
    };

    public void Dispose() => _free.Dispose();

    private sealed class Factory(IConnectionListenerFactory inner, SemaphoreSlim free) : IConnectionListenerFactory
    {
        public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            new Listener(await inner.BindAsync(endpoint, cancellationToken), free);
    }

    private sealed class Listener(IConnectionListener inner, SemaphoreSlim free) : IConnectionListener
    {
        private readonly CancellationTokenSource _unbound = new();

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            var connection = await inner.AcceptAsync(cancellationToken);
            if (connection is null)
            {
                return null;
            }

            // Accepted first and then made to wait: a listener that waits for its first client must not hold a place that another
            // listener's client needs. So one connection for each listener can be open and unserved.
            try
            {
                await free.WaitAsync(_unbound.Token);
                return connection;
            }
            catch (OperationCanceledException)
            {
                await connection.DisposeAsync();
                return null;
            }
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await _unbound.CancelAsync();
            await inner.UnbindAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            _unbound.Dispose();
        }
    }
}
