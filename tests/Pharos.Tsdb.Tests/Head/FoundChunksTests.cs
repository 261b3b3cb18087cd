using System.Globalization;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Tests.Head;

/// <summary>What is made of the chunks that the files have under one reference: never a list that has a gap which only the log could fill.</summary>
public sealed class FoundChunksTests
{
    [Theory]
    [InlineData("0-9 10-19 20-29", "0-9 10-19 20-29", 0)]
    [InlineData("20-29 0-9 10-19", "0-9 10-19", 1)]
    [InlineData("20-29 30-39 0-9 10-19 20-29 30-39 40-49", "0-9 10-19 20-29 30-39 40-49", 1)]
    [InlineData("0-9 10-19 10-14 15-24", "0-9 10-14 15-24", 1)]
    [InlineData("0-9 10-19 15-24 25-34", "0-9", 2)]
    [InlineData("0-9 10-19 15-24 5-7", "", 2)]
    [InlineData("10-19 15-24 25-34 0-9", "", 3)]
    public void Add_InTheOrderOfWriting_KeepsWhatHasNoGap(string written, string expected, int contradictions)
    {
        using var memory = new SlabAllocator();
        using var found = new FoundChunks(memory);
        var seen = 0;
        foreach (var (chunk, number) in written.Split(' ').Select(static (chunk, number) => (chunk, number)))
        {
            var times = chunk.Split('-').Select(static time => long.Parse(time, CultureInfo.InvariantCulture)).ToArray();
            seen += found.Add(7, new HeadChunkMeta((ulong)number * 100, times[0], times[1], ChunkEncoding.Xor, 10)) ? 0 : 1;
        }

        Assert.Equal(contradictions, seen);
        Assert.Equal(expected, TakeAll(found, memory));
    }

    private static unsafe string TakeAll(FoundChunks found, SlabAllocator memory)
    {
        if (!found.TryTake(7, out var chunks, out var length))
        {
            return "";
        }

        var taken = new List<string>();
        var reader = new MappedChunks.Reader(chunks, length);
        while (reader.MoveNext())
        {
            taken.Add($"{reader.Current.MinTimeMs}-{reader.Current.MaxTimeMs}");
        }

        MappedChunks.Free(ref chunks, length, memory);
        return string.Join(' ', taken);
    }
}
