using System.Net.Sockets;

namespace Pharos.Http.Connecting;

/// <summary>A socket's stream that tells when it is closed, once.</summary>
internal sealed class ObservedSocketStream(Socket socket, IConnectionObserver observer) : NetworkStream(socket, ownsSocket: true)
{
    private int _isClosed;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            observer.Closed();
        }
    }
}
