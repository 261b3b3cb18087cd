using Pharos.Model;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Running;
using Pharos.PromQL.Tests.Stores;
using Pharos.Storage;
using Pharos.Testing;

namespace Pharos.PromQL.Tests;

public class QueryLimitTests
{
    [Fact]
    public void Evaluate_MoreSamplesThanAllowed_FailsAndNamesTheLimit()
    {
        using var engine = new QueryEngine(new QuerySettings { Limits = new QueryLimits { MaxSamples = 50 } });

        var exception = Assert.Throws<QueryException>(() => engine.Evaluate(
            Store(series: 20, samples: 10), QueryRequest.Range("m", 0, 600_000, 60_000), TestContext.Current.CancellationToken));

        Assert.Equal(QueryErrorKind.Execution, exception.Kind);
        Assert.StartsWith("query processing would load too many samples into memory in query execution", exception.Message, StringComparison.Ordinal);
        Assert.Contains("50", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_AfterAFailure_HasTheWholeBudgetOfAllQueriesAgain()
    {
        using var engine = new QueryEngine(new QuerySettings { Limits = new QueryLimits { MaxSamplesInTotal = 500 } });
        var large = Store(series: 100, samples: 10);

        Assert.Throws<QueryException>(() => engine.Evaluate(large, QueryRequest.Range("m", 0, 600_000, 60_000), TestContext.Current.CancellationToken));
        var result = engine.Evaluate(large, QueryRequest.Instant("count(m)", 540_000), TestContext.Current.CancellationToken);

        Assert.Equal(100, result.Series.Single().Single().Value);
    }

    [Fact]
    public void Evaluate_CanceledByTheCaller_SaysSo()
    {
        using var engine = new QueryEngine(new QuerySettings());
        using var gone = new CancellationTokenSource();
        gone.Cancel();

        var exception = Assert.Throws<QueryException>(() => engine.Evaluate(Store(1, 1), QueryRequest.Instant("m", 0), gone.Token));

        Assert.Equal((QueryErrorKind.Canceled, "query was canceled in query queue"), (exception.Kind, exception.Message));
    }

    [Fact]
    public void Evaluate_CanceledWhileItRuns_EndsAtTheNextSeries()
    {
        using var engine = new QueryEngine(new QuerySettings());
        using var gone = new CancellationTokenSource();
        var store = new StoreThatStops(Store(3, 1), gone);

        var exception = Assert.Throws<QueryException>(() => engine.Evaluate(store, QueryRequest.Instant("m", 0), gone.Token));

        Assert.Equal((QueryErrorKind.Canceled, "query was canceled in expression evaluation"), (exception.Kind, exception.Message));
    }

    [Fact]
    public async Task EvaluateAsync_MoreQueriesThanAllowed_WaitForTheirTurn()
    {
        using var engine = new QueryEngine(new QuerySettings { Limits = new QueryLimits { MaxConcurrent = 1 } });
        using var blocking = new StoreThatWaits(Store(1, 1));
        var cancellation = TestContext.Current.CancellationToken;

        var first = engine.EvaluateAsync(blocking, QueryRequest.Instant("m", 0), cancellation);
        await blocking.Entered.WaitAsync(cancellation);
        var second = engine.EvaluateAsync(Store(1, 1), QueryRequest.Instant("m", 0), cancellation);
        Assert.False(second.IsCompleted);
        blocking.Continue();

        Assert.Single((await first).Series);
        Assert.Single((await second).Series);
    }

    [Fact]
    public void ActiveQueryLog_AfterACrash_NamesWhatRan()
    {
        using var folder = new TemporaryFolder();
        using (var log = ActiveQueryLog.Open(folder.Path, maxConcurrent: 3))
        {
            Assert.Null(log.Unfinished);
            log.Begin(0, "up"u8);
            log.Begin(2, System.Text.Encoding.UTF8.GetBytes("sum(" + new string('ä', 2000)));
            log.End(0);
            log.Begin(1, "rate(m[5m])"u8);
        }

        using var next = ActiveQueryLog.Open(folder.Path, maxConcurrent: 3);

        using var json = System.Text.Json.JsonDocument.Parse(next.Unfinished!);
        var queries = json.RootElement.EnumerateArray().Select(static entry => entry.GetProperty("query").GetString()!).ToArray();
        Assert.Equal("rate(m[5m])", queries[0]);
        Assert.StartsWith("sum(ä", queries[1], StringComparison.Ordinal);
        Assert.Equal(2, queries.Length);
    }

    [Fact]
    public void Evaluate_Finished_LeavesNoActiveQuery()
    {
        using var folder = new TemporaryFolder();
        using (var log = ActiveQueryLog.Open(folder.Path, maxConcurrent: 20))
        using (var engine = new QueryEngine(new QuerySettings()))
        {
            engine.NoteIn(log);
            engine.Evaluate(Store(1, 1), QueryRequest.Instant("m", 0), TestContext.Current.CancellationToken);
        }

        using var next = ActiveQueryLog.Open(folder.Path, maxConcurrent: 20);

        Assert.Null(next.Unfinished);
    }

    private static MemoryStore Store(int series, int samples)
    {
        var store = new MemoryStore();
        for (var i = 0; i < series; i++)
        {
            var labels = Labels.Of(("__name__", "m"), ("i", i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            for (var sample = 0; sample < samples; sample++)
            {
                store.Add(labels, sample * 60_000, sample);
            }
        }

        return store;
    }

    /// <summary>Its reader goes away when it is asked.</summary>
    private sealed class StoreThatStops(IQuerySource inner, CancellationTokenSource reader) : IQuerySource
    {
        public IQuerier NewQuerier(long minTimeMs, long maxTimeMs)
        {
            reader.Cancel();
            return inner.NewQuerier(minTimeMs, maxTimeMs);
        }
    }

    private sealed class StoreThatWaits(IQuerySource inner) : IQuerySource, IDisposable
    {
        private readonly ManualResetEventSlim _go = new();
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public void Continue() => _go.Set();

        public IQuerier NewQuerier(long minTimeMs, long maxTimeMs)
        {
            _entered.SetResult();
            _go.Wait();
            return inner.NewQuerier(minTimeMs, maxTimeMs);
        }

        public void Dispose() => _go.Dispose();
    }
}
