using System.Net;
using System.Net.Sockets;

namespace Pharos.Http.Tests.Servers;

/// <summary>Carries bytes both ways until one side ends.</summary>
internal static class Pipe
{
    public static async Task JoinAsync(Stream stream, int port, CancellationToken cancellationToken)
    {
        using var target = new TcpClient();
        await target.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await Task.WhenAny(stream.CopyToAsync(target.GetStream(), cancellationToken), target.GetStream().CopyToAsync(stream, cancellationToken));
    }
}
