using System.Buffers.Binary;
using System.Net;

namespace Pharos.Discovery.Dns.Messages;

/// <summary>Reads records of a message that a stranger may have made.</summary>
internal static class DnsRecordReader
{
    /// <summary>Type, class, time to live and the length of the data.</summary>
    private const int FixedBytes = 10;

    /// <summary>False if the record is broken. Kinds that are not known are passed over and have no host.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, out DnsRecord record)
    {
        record = default;
        if (!DnsName.TryDecode(message, ref at, out _) || message.Length - at < FixedBytes)
        {
            return false;
        }

        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        var data = at + FixedBytes;
        if (message.Length - data < length)
        {
            return false;
        }

        at = data + length;
        return TryReadData(message[..at], data, type, out record);
    }

    /// <param name="message">Ends where the data does; names in it may point to what comes before.</param>
    private static bool TryReadData(ReadOnlySpan<byte> message, int at, DnsType type, out DnsRecord record)
    {
        record = new DnsRecord(type, "");
        var data = message[at..];
        switch (type)
        {
            case DnsType.A or DnsType.Aaaa:
                record = data.Length == (type == DnsType.A ? 4 : 16) ? new DnsRecord(type, new IPAddress(data).ToString()) : default;
                return record.Type == type;
            case DnsType.Ns or DnsType.Cname:
                return TryReadName(message, at, out record, type);
            case DnsType.Mx:
                return data.Length > 2 && TryReadName(message, at + 2, out record, type);
            case DnsType.Srv:
                var port = data.Length > 6 ? BinaryPrimitives.ReadUInt16BigEndian(data[4..]) : default;
                return data.Length > 6 && TryReadName(message, at + 6, out record, type, port);
            default:
                return true;
        }
    }

    private static bool TryReadName(ReadOnlySpan<byte> message, int at, out DnsRecord record, DnsType type, ushort port = 0)
    {
        var isRead = DnsName.TryDecode(message, ref at, out var name) && at == message.Length;
        record = new DnsRecord(type, name, port);
        return isRead;
    }
}
