namespace Pharos.Discovery.Tests;

/// <summary>Runs a discoverer until it is disposed.</summary>
internal sealed class RunningMechanism : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IDiscoverer _discoverer;
    private readonly Task _running;

    public RunningMechanism(IDiscoverer discoverer)
    {
        _discoverer = discoverer;
        _running = Task.Run(() => discoverer.RunAsync(Targets, _stop.Token));
    }

    public TargetQueue Targets { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(60));
        _stop.Dispose();
        (_discoverer as IDisposable)?.Dispose();
    }
}
