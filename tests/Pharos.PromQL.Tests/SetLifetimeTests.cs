using Pharos.Model;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Tests.Stores;
using Pharos.Storage;

namespace Pharos.PromQL.Tests;

/// <summary>What a query opens in the store is closed when it ends, however it ends.</summary>
public sealed class SetLifetimeTests
{
    [Theory]
    [InlineData("m", 1)]
    [InlineData("m[5m]", 1)]
    [InlineData("max_over_time(m[5m:1m])", 1)]
    [InlineData("m + on(i) m @ 0", 2)]
    [InlineData("limitk(1, m)", 1)]
    [InlineData("histogram_count(m)", 1)]
    [InlineData("vector(scalar(m) + scalar(m))", 2)]
    [InlineData("info(m)", 2)]
    public void Evaluate_AnyQuery_SetsAreDisposedOnceBeforeTheirQuerier(string expression, int sets)
    {
        using var engine = new QueryEngine(new QuerySettings());
        var store = new WatchedStore(Store());

        engine.Evaluate(store, QueryRequest.Instant(expression, 60_000, ParserOptions.Everything), TestContext.Current.CancellationToken);

        AssertClosed(store, sets);
    }

    [Fact]
    public void Evaluate_QueryThatFailsWhileItReads_SetsAreDisposedOnceBeforeTheirQuerier()
    {
        using var engine = new QueryEngine(new QuerySettings { Limits = new QueryLimits { MaxSamples = 2 } });
        var store = new WatchedStore(Store());

        Assert.Throws<QueryException>(() =>
            engine.Evaluate(store, QueryRequest.Instant("m", 60_000), TestContext.Current.CancellationToken));

        AssertClosed(store, sets: 1);
    }

    private static void AssertClosed(WatchedStore store, int sets)
    {
        var expected = Enumerable.Range(0, sets).Select(static number => $"open {number}").Order().ToList();
        Assert.Equal(expected, store.Events.Where(static entry => entry.StartsWith("open", StringComparison.Ordinal)));
        Assert.Equal("querier", store.Events[^1]);
        Assert.Equal(
            Enumerable.Range(0, sets).Select(static number => $"close {number}"),
            store.Events.Where(static entry => entry.StartsWith("close", StringComparison.Ordinal)).Order());
        Assert.Single(store.Events, "querier");
    }

    private static MemoryStore Store()
    {
        var store = new MemoryStore();
        foreach (var i in (ReadOnlySpan<string>)["a", "b", "c"])
        {
            store.Add(Labels.Of(("__name__", "m"), ("i", i), ("instance", "x"), ("job", "y")), 0, 1);
        }

        return store;
    }

    /// <summary>Notes what is opened and closed.</summary>
    private sealed class WatchedStore(IQuerySource inner) : IQuerySource
    {
        public List<string> Events { get; } = [];

        public IQuerier NewQuerier(long minTimeMs, long maxTimeMs) => new WatchedQuerier(inner.NewQuerier(minTimeMs, maxTimeMs), Events);
    }

    private sealed class WatchedQuerier(IQuerier inner, List<string> events) : IQuerier
    {
        private int _sets;

        public SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
        {
            events.Add($"open {_sets}");
            return new WatchedSet(inner.Select(sorted, hints, matchers, cancellation), events, $"close {_sets++}");
        }

        public IReadOnlyList<byte[]> LabelValues(
            ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
            inner.LabelValues(name, limit, matchers, cancellation);

        public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
            inner.LabelNames(limit, matchers, cancellation);

        public void Dispose()
        {
            events.Add("querier");
            inner.Dispose();
        }
    }

    private sealed class WatchedSet(SeriesSet inner, List<string> events, string closed) : SeriesSet
    {
        public override LabelsView Labels => inner.Labels;

        public override bool MoveNext() => inner.MoveNext();

        public override SampleCursor Samples(SampleCursor? reuse = null) => inner.Samples(reuse);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                events.Add(closed);
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
