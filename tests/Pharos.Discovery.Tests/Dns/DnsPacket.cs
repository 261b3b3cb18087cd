using System.Buffers.Binary;
using System.Net;
using Pharos.Discovery.Dns.Messages;

namespace Pharos.Discovery.Tests.Dns;

/// <summary>Makes answers byte by byte, whole ones and broken ones.</summary>
internal sealed class DnsPacket
{
    private readonly List<byte> _bytes = [];
    private int _answers;

    private DnsPacket()
    {
    }

    /// <summary>An answer to a question as it was asked.</summary>
    public static DnsPacket Answering(ReadOnlySpan<byte> query, DnsStatus status = DnsStatus.Success, bool truncated = false)
    {
        var packet = new DnsPacket();
        var end = 12;
        while (query[end] != 0)
        {
            end += query[end] + 1;
        }

        packet._bytes.AddRange(query[..(end + 5)]);
        packet._bytes[2] = (byte)(truncated ? 0x83 : 0x81);
        packet._bytes[3] = (byte)(0x80 | (byte)status);
        packet._bytes[10] = packet._bytes[11] = 0;
        return packet;
    }

    public static (string Name, DnsType Type, bool IsExtended) Question(ReadOnlySpan<byte> query)
    {
        var at = 12;
        Assert.True(DnsName.TryDecode(query, ref at, out var name));
        return (name, (DnsType)BinaryPrimitives.ReadUInt16BigEndian(query[at..]), query[11] == 1);
    }

    public DnsPacket A(string address) => Record(DnsType.A, IPAddress.Parse(address).GetAddressBytes());

    public DnsPacket Aaaa(string address) => Record(DnsType.Aaaa, IPAddress.Parse(address).GetAddressBytes());

    public DnsPacket Srv(string host, ushort port) => Record(DnsType.Srv, [0, 1, 0, 2, (byte)(port >> 8), (byte)port, .. Name(host)]);

    public DnsPacket Mx(string host) => Record(DnsType.Mx, [0, 10, .. Name(host)]);

    public DnsPacket Ns(string host) => Record(DnsType.Ns, Name(host));

    public DnsPacket Cname(string host) => Record(DnsType.Cname, Name(host));

    /// <param name="data">May have pointers.</param>
    public DnsPacket Record(DnsType type, byte[] data)
    {
        // The name is a pointer to that of the question.
        _bytes.AddRange([0xC0, 12, (byte)((int)type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data]);
        _answers++;
        return this;
    }

    public byte[] ToBytes()
    {
        var bytes = _bytes.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), (ushort)_answers);
        return bytes;
    }

    private static byte[] Name(string name)
    {
        Assert.True(DnsName.TryEncode(name, out var encoded));
        return encoded;
    }
}
