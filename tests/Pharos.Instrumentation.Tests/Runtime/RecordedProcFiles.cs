using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Instrumentation.Runtime;

namespace Pharos.Instrumentation.Tests.Runtime;

/// <summary>Files as a kernel showed them once.</summary>
internal sealed class RecordedProcFiles : IProcFiles
{
    public const string Stat =
        "4242 (pharos (s) x) S 1 4242 4242 0 -1 4194560 9000 0 12 0 1234 566 0 0 20 0 17 0 98765 1310720000 25600 "
        + "18446744073709551615 1 1 0\n";

    public const string Limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max cpu time              unlimited            unlimited            seconds
        Max open files            1024                 524288               files
        Max address space         unlimited            unlimited            bytes
        """;

    public const string Netstat =
        """
        TcpExt: SyncookiesSent InOctets
        TcpExt: 1 2
        IpExt: InNoRoutes InTruncatedPkts InOctets OutOctets InMcastOctets
        IpExt: 0 0 123456789 987654 5
        """;

    public Dictionary<string, byte[]> Files { get; } = new()
    {
        ["self/stat"] = Encoding.UTF8.GetBytes(Stat),
        ["self/limits"] = Encoding.UTF8.GetBytes(Limits),
        ["self/net/netstat"] = Encoding.UTF8.GetBytes(Netstat),
        ["stat"] = "cpu  1 2 3\nintr 5\nbtime 1700000000\nprocesses 7\n"u8.ToArray(),
    };

    public int? Descriptors { get; set; } = 42;

    public bool TryRead(string path, ByteBuffer content)
    {
        content.Clear();
        if (!Files.TryGetValue(path, out var bytes))
        {
            return false;
        }

        content.Append(bytes);
        return true;
    }

    public bool TryCount(string path, out int entries)
    {
        Assert.Equal("self/fd", path);
        entries = Descriptors ?? 0;
        return Descriptors is not null;
    }
}
