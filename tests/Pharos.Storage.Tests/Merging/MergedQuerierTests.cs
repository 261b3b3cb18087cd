using System.Text;
using Pharos.Model;
using Pharos.Storage.Merging;

namespace Pharos.Storage.Tests.Merging;

public sealed class MergedQuerierTests
{
    private static readonly MemorySeries A = new(Labels.Of(("a", "1")), [new(1, SampleKind.Float, 1)]);
    private static readonly MemorySeries B = new(Labels.Of(("a", "2")), [new(2, SampleKind.Float, 1)]);

    [Fact]
    public void Select_PrimaryAndSecondary_GivesSeriesOfBoth()
    {
        using var querier = MergedQuerier.Of([new FakeQuerier([B])], new FakeQuerier([A]));
        using var set = querier.Select(false, null, [], TestContext.Current.CancellationToken);
        Assert.Equal([A.Labels, B.Labels], Read(set));
    }

    [Theory]
    [InlineData("select")]
    [InlineData("first")]
    public void Select_SecondaryFails_IsAWarningForAllItsAnswers(string when)
    {
        using var querier = MergedQuerier.Of([new FakeQuerier([B])], new FakeQuerier([A]) { FailsByHint = true });
        using var good = querier.Select(true, null, [], TestContext.Current.CancellationToken);
        using var bad = querier.Select(true, new SelectHints { Function = when }, [], TestContext.Current.CancellationToken);
        Assert.Equal([B.Labels], Read(bad));
        Assert.Equal([B.Labels], Read(good));
        Assert.Contains("away", bad.Warnings);
        Assert.DoesNotContain("away", good.Warnings);
    }

    [Fact]
    public void Select_PrimaryFails_Throws()
    {
        using var querier = MergedQuerier.Of([new FakeQuerier([B]) { Fails = "select" }], new FakeQuerier([A]));
        Assert.Throws<IOException>(() => querier.Select(true, null, [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Select_Cancelled_ThrowsAndDoesNotWarn()
    {
        using var querier = MergedQuerier.Of([new FakeQuerier([B])], new FakeQuerier([A]));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var set = querier.Select(true, null, [], cancelled.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => set.MoveNext());
    }

    [Fact]
    public void LabelValues_SeveralQueriers_AreSortedOnceEachAndLimited()
    {
        using var querier = MergedQuerier.Of([Values("b", "d"), Values("a", "b", "é"), Values(), Values("c")]);
        Assert.Equal(["a", "b", "c", "d", "é"], Texts(querier.LabelValues("x"u8, 0, [], TestContext.Current.CancellationToken)));
        Assert.Equal(["a", "b"], Texts(querier.LabelNames(2, [], TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void LabelNames_SecondaryFails_IsAWarning()
    {
        using var querier = MergedQuerier.Of([Values("b")], new FakeQuerier([]) { Fails = "labels" });
        Assert.Equal(["b"], Texts(querier.LabelNames(0, [], TestContext.Current.CancellationToken)));
        Assert.Equal(["b"], Texts(querier.LabelValues("x"u8, 0, [], TestContext.Current.CancellationToken)));
        Assert.Equal(["away", "away"], querier.LabelWarnings);
    }

    [Fact]
    public void Dispose_AfterUnreadAnswers_DisposesAll()
    {
        var secondary = new FakeQuerier([A]);
        var primary = new FakeQuerier([B]);
        var querier = MergedQuerier.Of([primary], secondary);
        _ = querier.Select(true, null, [], TestContext.Current.CancellationToken);
        querier.Dispose();
        Assert.True(primary.IsDisposed && secondary.IsDisposed);
        Assert.All(secondary.Sets, static set => Assert.True(set.IsDisposed));
    }

    private static FakeQuerier Values(params string[] values) => new([]) { Values = [.. values.Select(Encoding.UTF8.GetBytes)] };

    private static IEnumerable<string> Texts(IReadOnlyList<byte[]> values) => values.Select(Encoding.UTF8.GetString);

    private static List<Labels> Read(SeriesSet set)
    {
        var labels = new List<Labels>();
        while (set.MoveNext())
        {
            labels.Add(set.Labels.ToLabels());
        }

        return labels;
    }

    private sealed class FakeQuerier(MemorySeries[] series) : IQuerier
    {
        public string Fails { get; init; } = "";

        /// <summary>Whether the function in the hints says how to fail.</summary>
        public bool FailsByHint { get; init; }

        public byte[][] Values { get; init; } = [];

        public bool IsDisposed { get; private set; }

        public List<MemorySeriesSet> Sets { get; } = [];

        public SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
        {
            var fails = FailsByHint ? hints?.Function : Fails;
            if (fails == "select")
            {
                throw new IOException("away");
            }

            var set = new MemorySeriesSet(series);
            Sets.Add(set);
            return fails == "first" ? new FailingSet() : set;
        }

        public IReadOnlyList<byte[]> LabelValues(
            ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
            Fails == "labels" ? throw new IOException("away") : Values;

        public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
            Fails == "labels" ? throw new IOException("away") : Values;

        public void Dispose() => IsDisposed = true;
    }

    private sealed class FailingSet : SeriesSet
    {
        public override LabelsView Labels => throw new InvalidOperationException();

        public override bool MoveNext() => throw new IOException("away");

        public override SampleCursor Samples(SampleCursor? reuse = null) => throw new InvalidOperationException();
    }
}
