using System.Buffers.Binary;
using Pharos.Foundation.Bytes;

namespace Pharos.Fuzz.Targets;

/// <summary>Makes the checksums of an index fit what they cover, as far as it can be told what that is.</summary>
internal static class IndexChecksums
{
    private const int ContentsBytes = 48;

    public static void Repair(Span<byte> file)
    {
        if (file.Length < ContentsBytes + 4)
        {
            return;
        }

        var contents = file[^(ContentsBytes + 4)..];
        var symbols = At(contents, 0);
        var series = At(contents, 1);
        var seriesEnd = At(contents, 4);
        var table = At(contents, 5);
        Section(file, symbols);
        for (var at = series; at < seriesEnd && at < (ulong)file.Length;)
        {
            at = (at + 15) / 16 * 16;
            at = at < (ulong)file.Length ? SeriesEnd(file, (int)at) : at;
        }

        for (var at = (seriesEnd + 3) / 4 * 4; at < table && at + 8 <= (ulong)file.Length;)
        {
            Section(file, at);
            at += BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]) + 8UL;
        }

        Section(file, table);
        BinaryPrimitives.WriteUInt32BigEndian(contents[ContentsBytes..], Crc32C.Compute(contents[..ContentsBytes]));
    }

    private static ulong At(ReadOnlySpan<byte> contents, int index) => BinaryPrimitives.ReadUInt64BigEndian(contents[(8 * index)..]) & 0xFFFF_FFFF_FFFF;

    private static void Section(Span<byte> file, ulong offset)
    {
        if (offset + 8 > (ulong)file.Length)
        {
            return;
        }

        var section = file[(int)offset..];
        var length = BinaryPrimitives.ReadUInt32BigEndian(section);
        if (length <= (uint)section.Length - 8)
        {
            BinaryPrimitives.WriteUInt32BigEndian(section[(4 + (int)length)..], Crc32C.Compute(section.Slice(4, (int)length)));
        }
    }

    private static ulong SeriesEnd(Span<byte> file, int offset)
    {
        if (!VarInt.TryRead(file[offset..], out var length, out var prefix) || length + (ulong)prefix + 4 > (ulong)(file.Length - offset))
        {
            return ulong.MaxValue;
        }

        var body = file.Slice(offset + prefix, (int)length);
        BinaryPrimitives.WriteUInt32BigEndian(file[(offset + prefix + body.Length)..], Crc32C.Compute(body));
        return (ulong)(offset + prefix + body.Length + 4);
    }
}
