using Pharos.Model;
using Pharos.Storage.Merging;

namespace Pharos.Storage.Tests.Merging;

public sealed class ChunkFanOutTests
{
    private static readonly MemorySeries A = new(Labels.Of(("a", "1")), [new(1, SampleKind.Float, 1)]);
    private static readonly MemorySeries B = new(Labels.Of(("a", "1")), [new(2, SampleKind.Float, 1)]);

    [Fact]
    public void Select_PrimaryAndSecondary_GivesChunksOfBoth()
    {
        using var querier = new ChunkFanOut(new Source([B]), [new Source([A])]).NewChunkQuerier(0, 10);
        using var set = querier.Select(false, null, [], TestContext.Current.CancellationToken);
        Assert.Equal([(1L, 1L), (2, 2)], Read(set));
    }

    [Fact]
    public void Select_SecondaryFails_IsAWarning()
    {
        using var querier = new ChunkFanOut(new Source([B]), [new Source([A]) { IsAway = true }]).NewChunkQuerier(0, 10);
        using var set = querier.Select(false, null, [], TestContext.Current.CancellationToken);
        Assert.Equal([(2L, 2L)], Read(set));
        Assert.Equal(["away"], set.Warnings);
        Assert.Empty(querier.LabelNames(0, [], TestContext.Current.CancellationToken));
        Assert.Equal(["away"], querier.LabelWarnings);
    }

    [Fact]
    public void NewChunkQuerier_SecondaryCannotGiveOne_DisposesThePrimary()
    {
        var primary = new Source([B]);
        var fanOut = new ChunkFanOut(primary, [new Source([A]) { IsClosed = true }]);
        Assert.Throws<IOException>(() => fanOut.NewChunkQuerier(0, 10));
        Assert.True(primary.IsDisposed);
    }

    private static List<(long, long)> Read(ChunkSeriesSet set)
    {
        var chunks = new List<(long, long)>();
        while (set.MoveNext())
        {
            while (set.MoveNextChunk())
            {
                chunks.Add((set.Chunk.MinTimeMs, set.Chunk.MaxTimeMs));
            }
        }

        return chunks;
    }

    private sealed class Source(MemorySeries[] series) : IChunkQuerySource, IChunkQuerier
    {
        public bool IsAway { get; init; }

        public bool IsClosed { get; init; }

        public bool IsDisposed { get; private set; }

        public IChunkQuerier NewChunkQuerier(long minTimeMs, long maxTimeMs) => IsClosed ? throw new IOException("closed") : this;

        public ChunkSeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
            IsAway ? throw new IOException("away") : new MemoryChunkSet(series);

        public IReadOnlyList<byte[]> LabelValues(
            ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) => [];

        public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
            IsAway ? throw new IOException("away") : [];

        public void Dispose() => IsDisposed = true;
    }
}
