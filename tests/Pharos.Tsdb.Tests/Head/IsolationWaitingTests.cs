using Pharos.Tsdb.Head;

namespace Pharos.Tsdb.Tests.Head;

public sealed class IsolationWaitingTests
{
    [Fact]
    public async Task WaitForBatches_CancelledAsTheWaitIsOver_Ends()
    {
        // Both happen at once, often enough for them to meet at every place; batches that need not be waited for make the looking slow.
        using var start = new Barrier(2);
        var isolation = new Isolation();
        for (var i = 0; i < 50_000; i++)
        {
            isolation.BeginBatch(i);
        }

        var sources = Enumerable.Range(0, 500).Select(static _ => new CancellationTokenSource()).ToList();
        var waiting = Task.Run(() => sources.ForEach(source =>
        {
            start.SignalAndWait();
            try
            {
                isolation.WaitForBatches(0, source.Token);
            }
            catch (OperationCanceledException)
            {
                // The signal came first.
            }
        }), TestContext.Current.CancellationToken);
        var cancelling = Task.Run(() => sources.ForEach(source =>
        {
            start.SignalAndWait();
            source.Cancel();
        }), TestContext.Current.CancellationToken);
        await Task.WhenAll(waiting, cancelling).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        sources.ForEach(static source => source.Dispose());
    }

    [Fact]
    public async Task WaitForBatches_CancelledWhileOneIsOpen_Ends()
    {
        var isolation = new Isolation();
        isolation.BeginBatch(5);
        using var source = new CancellationTokenSource();
        var waiting = Task.Run(() => isolation.WaitForBatches(10, source.Token), TestContext.Current.CancellationToken);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken));
    }
}
