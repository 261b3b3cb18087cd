using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;

namespace Pharos.Tsdb.Tests.Compaction;

public sealed class RetentionTests
{
    [Theory]
    [InlineData(0, new int[] { })]
    [InlineData(301, new int[] { })]
    [InlineData(300, new[] { 1 })]
    [InlineData(201, new[] { 1 })]
    [InlineData(200, new[] { 1, 2 })]
    [InlineData(1, new[] { 1, 2, 3 })]
    public void BeyondTime_FourBlocks_CountsFromTheEndOfTheNewest(long time, int[] expected) =>
        Assert.Equal(expected, Numbers(Retention.BeyondTime([Block(3, 300), Block(1, 100), Block(4, 400), Block(2, 200)], time)));

    [Fact]
    public void BeyondTime_ABlockThatReachesFar_StaysAndOthersGo() =>
        Assert.Equal([1, 2], Numbers(Retention.BeyondTime([Block(1, 100), Block(2, 150), Block(3, 1000, min: 0)], 500)));

    [Fact]
    public void BeyondTime_Extremes_DoNotOverflow() =>
        Assert.Equal([1], Numbers(Retention.BeyondTime([Block(1, long.MinValue), Block(2, long.MaxValue)], long.MaxValue)));

    [Theory]
    [InlineData(0, 0, new int[] { })]
    [InlineData(0, 40, new int[] { })]
    [InlineData(0, 39, new[] { 1 })]
    [InlineData(1, 40, new[] { 1 })]
    [InlineData(0, 20, new[] { 1, 2 })]
    [InlineData(100, 40, new[] { 1, 2, 3, 4 })]
    [InlineData(long.MaxValue, long.MaxValue, new[] { 1, 2, 3, 4 })]
    public void BeyondSize_FourBlocksOfTen_CountsFromTheNewest(long other, long max, int[] expected) =>
        Assert.Equal(
            expected,
            Numbers(Retention.BeyondSize([(Block(3, 300), 10), (Block(1, 100), 10), (Block(4, 400), 10), (Block(2, 200), 10)], other, max)));

    [Fact]
    public void BeyondSize_ASmallBlockBehindABigOne_GoesToo() =>
        Assert.Equal([1, 2], Numbers(Retention.BeyondSize([(Block(1, 100), 1), (Block(2, 200), 100), (Block(3, 300), 10)], 0, 50)));

    [Theory]
    [InlineData(0, 5, 1000, 5)]
    [InlineData(50, 5, 1000, 500)]
    [InlineData(12.5, 0, 1000, 125)]
    [InlineData(50, 5, 0, 5)]
    [InlineData(50, 0, 0, 0)]
    public void BytesOf_Percentage_PrevailsWhereTheDiskIsKnown(double percentage, long bytes, long disk, long expected) =>
        Assert.Equal(expected, new RetentionLimits(0, bytes, percentage).BytesOf(disk));

    private static BlockMeta Block(int number, long max, long? min = null) =>
        new() { Ulid = new Ulid(number, new byte[Ulid.EntropyBytes]), MinTimeMs = min ?? max, MaxTimeMs = max };

    private static IEnumerable<int> Numbers(IEnumerable<Ulid> ulids) => ulids.Select(static ulid => (int)ulid.TimestampMs).Order();
}
