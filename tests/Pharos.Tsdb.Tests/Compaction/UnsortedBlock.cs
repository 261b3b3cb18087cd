using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Indexing;

namespace Pharos.Tsdb.Tests.Compaction;

/// <summary>A block of another writer: all of it can be read, but its two series are not in the order of their labels.</summary>
internal static class UnsortedBlock
{
    /// <summary>The series are the first two of <see cref="TestBlocks.LabelSets"/>, the second one first, with 1 for a value, and then the first one with 2.</summary>
    public static BlockMeta Write(TemporaryFolder folder, long minTimeMs, long maxTimeMs)
    {
        var meta = TestBlocks.Write(
            folder,
            minTimeMs,
            maxTimeMs,
            [
                Sample.Series(TestBlocks.LabelSets[0], Sample.Float(minTimeMs, 1), Sample.Float(maxTimeMs - 1, 1)),
                Sample.Series(TestBlocks.LabelSets[1], Sample.Float(minTimeMs, 2), Sample.Float(maxTimeMs - 1, 2)),
            ]);
        var path = Path.Combine(TestBlocks.Path(folder, meta), IndexReader.FileName);
        var index = File.ReadAllBytes(path);
        Swap(index);
        File.WriteAllBytes(path, index);
        return meta;
    }

    /// <summary>Swaps the last label's value between both series, and the postings of both values.</summary>
    private static void Swap(byte[] index)
    {
        TableOfContents contents;
        using (var mapped = MappedBytes.CopyOf(index))
        {
            contents = TableOfContents.Read(mapped);
        }

        var first = (int)(contents.Series + 15) / 16 * 16;
        var second = (first + 1 + index[first] + sizeof(uint) + 15) / 16 * 16;

        // Length, number of labels, two symbols for the name, and that of the second label; all are small.
        (index[first + 5], index[second + 5]) = (index[second + 5], index[first + 5]);
        Sign(index, first + 1, index[first]);
        Sign(index, second + 1, index[second]);

        // Lists of one series stand at the end, as the values do: length, number, id.
        const int ListBytes = 3 * sizeof(uint) + sizeof(uint);
        var lists = (int)contents.PostingsTable - 2 * ListBytes;
        foreach (var (list, series) in new[] { (lists, second), (lists + ListBytes, first) })
        {
            BinaryPrimitives.WriteUInt32BigEndian(index.AsSpan(list + 2 * sizeof(uint)), (uint)series / 16);
            Sign(index, list + sizeof(uint), 2 * sizeof(uint));
        }
    }

    private static void Sign(byte[] index, int start, int length) =>
        BinaryPrimitives.WriteUInt32BigEndian(index.AsSpan(start + length), Crc32C.Compute(index.AsSpan(start, length)));
}
