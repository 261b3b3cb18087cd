namespace Pharos.Discovery.Consul;

/// <summary>Watches a service until it is disposed, which waits for the end.</summary>
internal sealed class ServiceWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _watching;

    public ServiceWatch(Func<CancellationToken, Task> watch, CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var token = _stop.Token;
        _watching = Task.Run(() => watch(token), token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();

        // It ends by being cancelled; any other fault is one of the program, and the discoverer's.
        await ((Task)_watching.ContinueWith(static task => task.IsFaulted ? task : Task.CompletedTask, TaskScheduler.Default).Unwrap());
        _stop.Dispose();
    }
}
