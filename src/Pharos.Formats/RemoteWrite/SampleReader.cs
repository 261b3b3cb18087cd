using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Formats.RemoteWrite;

/// <summary>A float of a series as remote write has it, in either version.</summary>
public readonly record struct WrittenSample(double Value, long TimestampMs, long StartTimestampMs);

/// <summary>Reads samples of remote write. Throws <see cref="ProtoException"/> for what is no such message.</summary>
public static class SampleReader
{
    private const int ValueField = 1;
    private const int TimestampField = 2;
    private const int StartTimestampField = 3;
    private const byte ValueTag = (ValueField << 3) | (int)ProtoWireType.Fixed64;
    private const byte TimestampTag = (TimestampField << 3) | (int)ProtoWireType.VarInt;

    /// <summary>A tag and a double, a tag and a time of six bytes, as all from 2004 to 2109 have.</summary>
    private const int UsualLength = 16;

    /// <summary>Of a time's bytes in one word: seven bits of each of the first six.</summary>
    private const ulong TimeBits = 0x7F7F_7F7F_7F7F;
    private const ulong ContinuationBits = 0x80_80_80_80_80;
    private const ulong AllContinuationBits = 0x8080_8080_8080;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WrittenSample Read(ReadOnlySpan<byte> message)
    {
        // Fast path: as every sender writes it.
        if (message.Length == UsualLength && message[0] == ValueTag && message[9] == TimestampTag)
        {
            var bytes = BinaryPrimitives.ReadUInt64LittleEndian(message[8..]) >> 16;
            if ((bytes & AllContinuationBits) == ContinuationBits)
            {
                return new WrittenSample(BinaryPrimitives.ReadDoubleLittleEndian(message[1..]), Joined(bytes & TimeBits), 0);
            }
        }

        return ReadFields(message);
    }

    /// <summary>The groups of seven bits without the gaps between them.</summary>
    private static long Joined(ulong bytes)
    {
        bytes = (bytes & 0x007F_007F_007F) | ((bytes & 0x7F00_7F00_7F00) >> 1);
        return (long)((bytes & 0x3FFF) | ((bytes >> 16 & 0x3FFF) << 14) | ((bytes >> 32 & 0x3FFF) << 28));
    }

    private static WrittenSample ReadFields(ReadOnlySpan<byte> message)
    {
        var (value, timestampMs, startTimestampMs) = (0d, 0L, 0L);
        var reader = new ProtoReader(message);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case ValueField: value = reader.ReadDouble(); break;
                case TimestampField: timestampMs = (long)reader.ReadVarInt(); break;
                case StartTimestampField: startTimestampMs = (long)reader.ReadVarInt(); break;
                default: reader.Skip(); break;
            }
        }

        return new WrittenSample(value, timestampMs, startTimestampMs);
    }
}
