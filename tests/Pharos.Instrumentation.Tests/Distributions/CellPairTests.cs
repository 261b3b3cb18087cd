using Pharos.Instrumentation.Distributions;

namespace Pharos.Instrumentation.Tests.Distributions;

public sealed class CellPairTests
{
    [Fact]
    public void Enter_FirstIsBusy_GivesTheSpareOne()
    {
        var cells = new CellPair<Cell>(() => new Cell());
        Assert.Same(cells.First, cells.Enter());
        Assert.Null(cells.Spare);
        var spare = cells.Enter();
        Assert.NotSame(cells.First, spare);
        Assert.Same(cells.Spare, spare);
        cells.First.Leave();
        Assert.Same(cells.First, cells.Enter());
        spare.Leave();
        Assert.Same(spare, cells.Enter());
    }

    [Fact]
    public void EnterBoth_NobodyInside_KeepsEverybodyOutUntilLeft()
    {
        var cells = new CellPair<Cell>(() => new Cell());
        var spare = cells.EnterBoth();
        Assert.False(cells.First.TryEnter());
        Assert.False(spare.TryEnter());
        cells.LeaveBoth();
        Assert.True(cells.First.TryEnter());
        Assert.True(spare.TryEnter());
    }

    [Fact]
    public void Collect_ObservationsInBothCells_AreAddedUp()
    {
        var cells = new CellPair<HistogramCell>(() => new HistogramCell(2));
        var native = new NativeState(new NativeHistogramOptions { BucketFactor = 2, MaxBuckets = 3 }, cells, new ManualClock());
        native.Observe(1, 0);
        cells.First.Enter();
        native.Observe(2, 1);
        native.Observe(4, 1);
        native.Observe(8, 1);
        cells.First.Leave();

        // Neither cell has more than three buckets, both together have four: the collection lowers the resolution.
        var total = new HistogramCell(2);
        var start = 5L;
        var shown = native.Copy(total, ref start);
        Assert.Equal((4UL, 15d, 5L, -1), (shown.Count, shown.Sum, start, shown.Schema));
        Assert.Equal([1UL, 3UL], total.Classic);
        Assert.Equal([(0, 1UL), (1, 2UL), (2, 1UL)], NativeBuckets.Positive(shown));
    }

    [Fact]
    public void Reset_ObservationsInBothCells_ForgetsBoth()
    {
        var clock = new ManualClock();
        var cells = new CellPair<HistogramCell>(() => new HistogramCell(1));
        var native = new NativeState(new NativeHistogramOptions { BucketFactor = 2, MaxBuckets = 2 }, cells, clock);
        native.Observe(1, 0);
        cells.First.Enter();
        native.Observe(2, 0);
        cells.First.Leave();
        clock.Advance(TimeSpan.FromHours(2));
        native.Observe(4, 0);
        native.Observe(8, 0);
        var start = 0L;
        var shown = native.Copy(new HistogramCell(1), ref start);
        Assert.Equal(1UL, shown.Count);
        Assert.Equal([(3, 1UL)], NativeBuckets.Positive(shown));
        Assert.Equal(1_700_007_200_500, start);
    }

    private sealed class Cell : ObservationCell;
}
