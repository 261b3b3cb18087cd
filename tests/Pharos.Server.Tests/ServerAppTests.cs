using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Hosting.Http;

namespace Pharos.Server.Tests;

public sealed class ServerAppTests
{
    [Fact]
    public async Task RunAsync_StopAsked_EndsAndFreesThePort()
    {
        var app = ServerApp.New(RunningServer.Options, NullLoggerFactory.Instance, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = app.RunAsync(stop.Token);
        await stop.CancelAsync();
        await running;
        if (app.Addresses is [var address])
        {
            using var listener = new TcpListener(IPAddress.Loopback, address.Port);
            listener.Start();
        }
    }

    [Fact]
    public async Task StartAsync_SecondAddressTaken_LeavesTheFirstFree()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var freePort = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var addresses = new[] { new ListenAddress("127.0.0.1", freePort), new ListenAddress("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port) };
        var app = ServerApp.New(
            RunningServer.Options with { Http = new HttpServerOptions { ListenAddresses = addresses } }, NullLoggerFactory.Instance, TimeProvider.System);

        var exception = await Assert.ThrowsAsync<ListenException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal($"listen tcp {addresses[1]}: bind: address already in use", exception.Message);
        using var again = new TcpListener(IPAddress.Loopback, freePort);
        again.Start();
    }
}
