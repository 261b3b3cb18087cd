using System.Buffers.Binary;

namespace Pharos.Discovery.Dns.Messages;

/// <summary>A question as bytes, and the check that an answer belongs to it.</summary>
internal sealed class DnsQuery
{
    /// <summary>What an answer over UDP may have. Larger ones would travel in pieces, of which some get lost.</summary>
    public const int MostDatagramBytes = 1232;

    private const int HeaderBytes = 12;
    private const ushort RecursionDesired = 0x0100;
    private const ushort Internet = 1;

    private readonly byte[] _name;
    private readonly DnsType _type;
    private readonly ushort _id;

    private DnsQuery(byte[] name, DnsType type, ushort id)
    {
        (_name, _type, _id) = (name, type, id);
    }

    /// <param name="id">Not to be guessed: a stranger who knows it can answer in the server's place.</param>
    /// <returns>Null if there can be no such name.</returns>
    public static DnsQuery? Create(string name, DnsType type, ushort id) => DnsName.TryEncode(name, out var encoded) ? new DnsQuery(encoded, type, id) : null;

    /// <param name="extended">Whether it says how large an answer may be, which old servers do not understand.</param>
    public byte[] Encode(bool extended)
    {
        var message = new byte[HeaderBytes + _name.Length + 4 + (extended ? 11 : 0)];
        BinaryPrimitives.WriteUInt16BigEndian(message, _id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(10), extended ? (ushort)1 : (ushort)0);
        _name.CopyTo(message, HeaderBytes);
        var rest = message.AsSpan(HeaderBytes + _name.Length);
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)_type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], Internet);
        if (extended)
        {
            // An OPT record: the root's name, its type, and the size in the place of a class.
            BinaryPrimitives.WriteUInt16BigEndian(rest[5..], (ushort)DnsType.Opt);
            BinaryPrimitives.WriteUInt16BigEndian(rest[7..], MostDatagramBytes);
        }

        return message;
    }

    /// <summary>Reads an answer. Null if it is none to this question, or broken: such a message is as good as none.</summary>
    public DnsResponse? Decode(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderBytes || BinaryPrimitives.ReadUInt16BigEndian(message) != _id)
        {
            return null;
        }

        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        var isAnswer = (flags & 0x8000) != 0 && (flags & 0x7800) == 0;
        var status = (DnsStatus)(flags & 0x000F);
        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var at = HeaderBytes;
        if (!isAnswer || !(questions == 1 ? IsQuestion(message, ref at) : questions == 0 && status == DnsStatus.FormatError))
        {
            return null;
        }

        var isTruncated = (flags & 0x0200) != 0;
        var count = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        var records = new List<DnsRecord>();
        for (var i = 0; i < count; i++)
        {
            if (!DnsRecordReader.TryRead(message, ref at, out var record))
            {
                // A message cut short may end in the middle of a record; it is asked for again anyway.
                return isTruncated ? new DnsResponse(status, isTruncated, []) : null;
            }

            records.Add(record);
        }

        return new DnsResponse(status, isTruncated, records);
    }

    private bool IsQuestion(ReadOnlySpan<byte> message, ref int at)
    {
        // The question is the first name there is: it has no pointers, and must be ours byte for byte but for its capitals.
        var rest = message[at..];
        if (rest.Length < _name.Length + 4 || !EqualsIgnoringCase(rest[.._name.Length], _name))
        {
            return false;
        }

        rest = rest[_name.Length..];
        at += _name.Length + 4;
        return BinaryPrimitives.ReadUInt16BigEndian(rest) == (ushort)_type && BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) == Internet;
    }

    private static bool EqualsIgnoringCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && (!char.IsAsciiLetter((char)left[i]) || (left[i] ^ right[i]) != 0x20))
            {
                return false;
            }
        }

        return true;
    }
}
