using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests.Blocks;

/// <summary>A small index in which one thing is wrong: it is found out, or it does not matter.</summary>
public sealed class DamagedIndexTests
{
    private static readonly Labels[] Sets = RandomSeries.Sets(new Random(5), 12, 3);
    private static readonly byte[] Whole = TestIndex.Bytes(Sets);

    [Fact]
    public void Read_EveryBitFlipped_IsCorruptOrTheSame()
    {
        var found = 0;
        for (var bit = 0; bit < 8 * Whole.Length; bit++)
        {
            var damaged = Whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            found += IsFoundOut(damaged) ? 1 : 0;
        }

        // What is left are the zeros between sections and some of what the table of contents has for older readers.
        Assert.True(found > 8 * Whole.Length * 8 / 10, $"{found} of {8 * Whole.Length}");
    }

    [Fact]
    public void Read_CutAnywhere_IsCorrupt()
    {
        for (var length = 0; length < Whole.Length; length++)
        {
            Assert.Throws<CorruptionException>(() => TestIndex.Open(Whole[..length]));
        }
    }

    [Fact]
    public void Open_UnknownVersion_IsNamed()
    {
        var damaged = Whole.ToArray();
        damaged[4] = 4;
        Assert.Contains("version 4", Assert.Throws<CorruptionException>(() => TestIndex.Open(damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadSeries_NoSuchId_IsCorrupt()
    {
        using var index = TestIndex.Open(Whole);
        var entry = new SeriesEntry();
        foreach (var id in new uint[] { 0, 1, 1000, uint.MaxValue, (uint)Whole.Length / 16, (uint)Whole.Length / 16 - 1 })
        {
            Assert.Throws<CorruptionException>(() => index.ReadSeries(id, entry));
        }
    }

    private static bool IsFoundOut(byte[] damaged)
    {
        try
        {
            using var index = TestIndex.Open(damaged);
            Assert.Equal(Sets, TestIndex.Select(index));
            Assert.NotEmpty(TestIndex.Select(index, new Matcher(MatchType.NotRegex, "a", "y.*"), new Matcher(MatchType.NotEqual, "b", "")));
            index.ForEachValue(static (_, _, _) => { });
            Assert.NotEmpty(index.LabelValues("a"u8, 0, [new Matcher(MatchType.NotEqual, "b", "")], TestContext.Current.CancellationToken));
            return false;
        }
        catch (CorruptionException)
        {
            return true;
        }
    }
}
