using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Exemplars;

namespace Pharos.Tsdb.Tests.Head.Exemplars;

public sealed class ExemplarRingTests
{
    private static readonly Matcher[] All = [];

    [Fact]
    public void Add_MoreThanTheCapacity_TheFirstToComeGo()
    {
        using var fixture = new HeadFixture(new HeadOptions { MaxExemplars = 3 });
        var slots = Series(fixture, 3);
        for (var i = 0; i < 5; i++)
        {
            Add(fixture, slots[i % 3], i, i);
        }

        Assert.Equal(["0:3", "1:4", "2:2"], Describe(fixture));
        Assert.Equal(new ExemplarCounts(3, 3, 2, 5, 0), fixture.Head.Exemplars.Counts);
    }

    [Fact]
    public void Add_LastOfASeriesIsReplaced_SeriesIsGone()
    {
        using var fixture = new HeadFixture(new HeadOptions { MaxExemplars = 2 });
        var slots = Series(fixture, 2);
        Add(fixture, slots[0], 1, 1);
        Add(fixture, slots[1], 2, 2);
        Add(fixture, slots[1], 3, 3);
        Assert.Equal(["1:2,3"], Describe(fixture));
        Assert.Equal(1, fixture.Head.Exemplars.Counts.Series);
    }

    [Fact]
    public void Add_OnlyPlaceIsItsOwn_IsReplaced()
    {
        using var fixture = new HeadFixture(new HeadOptions { MaxExemplars = 1 });
        var slots = Series(fixture, 1);
        Add(fixture, slots[0], 1, 1);
        Add(fixture, slots[0], 2, 2);
        Assert.Equal(["0:2"], Describe(fixture));
    }

    [Fact]
    public void Select_TimesAndSelectors_GiveWhatFulfilsOne()
    {
        using var fixture = new HeadFixture();
        var slots = Series(fixture, 4);
        for (var i = 0; i < 40; i++)
        {
            Add(fixture, slots[i % 4], i, i);
        }

        var ring = fixture.Head.Exemplars;
        var cancellation = TestContext.Current.CancellationToken;
        Matcher[] first = [new Matcher(Model.MatchType.Equal, "i", "3")];
        Matcher[] second = [new Matcher(Model.MatchType.Regex, "i", "0|1"), new Matcher(Model.MatchType.NotEqual, "i", "0")];
        var found = ring.SelectExemplars(10, 15, [first, second], cancellation);
        Assert.Equal([Labels.Of(("i", "1")), Labels.Of(("i", "3"))], found.Select(series => series.Series));
        Assert.Equal([new Exemplar(Labels.Of(("n", "13")), 13, 13)], found[0].Exemplars);
        Assert.Equal([11L, 15L], found[1].Exemplars.Select(exemplar => exemplar.TimestampMs!.Value));
        Assert.Empty(ring.SelectExemplars(10, 15, [], cancellation));
        Assert.Empty(ring.SelectExemplars(40, 50, [All], cancellation));
        Assert.Empty(ring.SelectExemplars(15, 10, [All], cancellation));
        Assert.Equal(4, ring.SelectExemplars(long.MinValue, long.MaxValue, [All], cancellation).Count);
    }

    [Fact]
    public void Drop_SeriesWithExemplars_TheyKeepTheirLabels()
    {
        const long Minute = 60_000;
        using var fixture = new HeadFixture();
        var labels = Labels.Of(("only", "here"));
        var slot = (uint)fixture.Append(labels, 0, 1).Value;
        Add(fixture, slot, 5, 5);
        fixture.Append(Labels.Of(("a", "b")), 300 * Minute, 1);
        new HeadTruncation(fixture.Head).Run(120 * Minute);
        Assert.Equal(1, fixture.Head.Series.Count);

        // Its slot and symbols are free for others now, those of the exemplar's series are not.
        fixture.Append(Labels.Of(("else", "where")), 300 * Minute, 1);
        Assert.Equal(labels, Assert.Single(Select(fixture)).Series);
        var again = (uint)fixture.Append(labels, 300 * Minute, 1).Value;
        Add(fixture, again, 6, 6);
        Assert.Equal(2, Assert.Single(Select(fixture)).Exemplars.Count);
        fixture.Head.Exemplars.Resize(0);
        new HeadTruncation(fixture.Head).Run(600 * Minute);
        Assert.False(fixture.Head.Series.Symbols.TryFind("only"u8, out _));
    }

    /// <summary>Against a list that is searched from end to end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200)]
    public void Ring_RandomUse_IsAsTheModel(int capacity)
    {
        var random = new Random(capacity);
        using var fixture = new HeadFixture(new HeadOptions { MaxExemplars = capacity, OutOfOrderWindowMs = 50 });
        var slots = Series(fixture, 6);
        var model = new List<(int Series, long Time, double Value)>();
        for (var step = 0; step < 6000; step++)
        {
            if (random.Next(150) == 0)
            {
                capacity = random.Next(4) == 0 ? 0 : random.Next(1, 300);
                fixture.Head.Exemplars.Resize(capacity);
                model.RemoveRange(0, Math.Max(0, model.Count - capacity));
            }

            var series = random.Next(slots.Length);
            long time = step / 4 + random.Next(-60, 3);
            double value = random.Next(3);
            var expected = Judge(model, series, time, value, capacity);
            Assert.Equal(expected, Add(fixture, slots[series], time, value, hasLabels: false));
            if (expected == AppendOutcome.Accepted)
            {
                model.RemoveRange(0, Math.Max(0, model.Count + 1 - capacity));
                model.Add((series, time, value));
            }

            if (step % 50 == 0)
            {
                var lines = model.GroupBy(entry => entry.Series).OrderBy(group => group.Key)
                    .Select(group => $"{group.Key}:{string.Join(',', group.OrderBy(entry => entry.Time).Select(entry => $"{entry.Time}"))}");
                Assert.Equal(lines, Describe(fixture));
                var counts = fixture.Head.Exemplars.Counts;
                Assert.Equal((model.Count, model.Count == 0 ? 0 : model[0].Time), (counts.Stored, counts.OldestMs));
            }
        }
    }

    [Fact]
    public void Ring_FilledOverAndOver_TakesNoMoreMemory()
    {
        using var fixture = new HeadFixture(new HeadOptions { MaxExemplars = 500 });
        var slots = Series(fixture, 50);
        Fill(0);
        var native = fixture.Head.NativeBytes;
        Fill(10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(20_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        Assert.Equal(native, fixture.Head.NativeBytes);

        void Fill(int from)
        {
            Span<byte> labels = [2, (byte)'i', (byte)'d', 4, (byte)'0', (byte)'1', (byte)'2', (byte)'3'];
            for (var i = from; i < from + 2000; i++)
            {
                fixture.Head.Exemplars.Add(slots[i % slots.Length], new ExemplarView(new LabelsView(labels), i, i, hasOwnTime: true));
            }
        }
    }

    private static AppendOutcome Judge(List<(int Series, long Time, double Value)> model, int series, long time, double value, int capacity)
    {
        if (capacity == 0)
        {
            return AppendOutcome.ExemplarsDisabled;
        }

        var own = model.Where(entry => entry.Series == series).ToList();
        if (own.Count == 0)
        {
            return AppendOutcome.Accepted;
        }

        var newest = own.Where(entry => entry.Time == own.Max(other => other.Time)).Last();
        if (newest.Time == time)
        {
            return newest.Value == value ? AppendOutcome.DuplicateExemplar
                : value < newest.Value ? AppendOutcome.OutOfOrderExemplar
                : AppendOutcome.Accepted;
        }

        return time <= newest.Time - 50 ? AppendOutcome.OutOfOrderExemplar
            : time < newest.Time && own.Exists(entry => entry.Time == time) ? AppendOutcome.DuplicateExemplar
            : AppendOutcome.Accepted;
    }

    private static uint[] Series(HeadFixture fixture, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (uint)fixture.Append(Labels.Of(("i", $"{i}")), 1000, i).Value)];

    private static AppendOutcome Add(HeadFixture fixture, uint slot, long timestampMs, double value, bool hasLabels = true)
    {
        var labels = hasLabels ? Labels.Of(("n", $"{value}")) : Labels.Empty;
        return fixture.Head.Exemplars.Add(slot, new ExemplarView(labels.View, value, timestampMs, hasOwnTime: true));
    }

    private static IReadOnlyList<SeriesExemplars> Select(HeadFixture fixture) =>
        fixture.Head.Exemplars.SelectExemplars(long.MinValue, long.MaxValue, [All], TestContext.Current.CancellationToken);

    private static IEnumerable<string> Describe(HeadFixture fixture) => Select(fixture)
        .Select(series => $"{series.Series["i"]}:{string.Join(',', series.Exemplars.Select(exemplar => $"{exemplar.TimestampMs}"))}");
}
