using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Pharos.Hosting.Http;

/// <summary>Gives the sockets' transport pools that do not keep all they ever lent.</summary>
internal sealed class ConnectionMemory(SurplusRelease surplus) : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool(surplus);

    public SocketTransportOptions TransportOptions()
    {
        var options = new SocketTransportOptions();
        SetMemoryPoolFactory(options, this);
        return options;
    }

    /// <summary>
    /// The web host's container sets this property, and without a container nothing can, since it is not public; what stands in it then
    /// keeps everything. The runtime is shipped with the product, so one that lacks the property fails every test that starts a server.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_MemoryPoolFactory")]
    private static extern void SetMemoryPoolFactory(SocketTransportOptions options, IMemoryPoolFactory<byte> factory);
}
