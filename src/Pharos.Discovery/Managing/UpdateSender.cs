using System.Threading.Channels;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Managing;

/// <summary>Passes on all targets after they have changed, one update at a time and not too often.</summary>
internal sealed class UpdateSender(
    Func<IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>>> collect,
    IDiscoveredTargets receiver,
    ManagerMetrics metrics,
    UpdatePace pace,
    DiscoveryServices services) : IAsyncDisposable
{
    /// <summary>Has an item while there is a change that was not passed on.</summary>
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private Task? _running;

    public void Start() => _running ??= Task.Run(RunAsync);

    public void Changed() => _changes.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await (_running ?? Task.CompletedTask);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _changes.Reader.WaitToReadAsync(_stop.Token))
            {
                if (pace.Remaining is var remaining && remaining > TimeSpan.Zero)
                {
                    await Task.Delay(remaining, pace.Time, _stop.Token);
                }

                _changes.Reader.TryRead(out _);
                Send();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private void Send()
    {
        metrics.SentUpdates.Increment();

        // Gaps count from here: whoever has got an update may rely on the next one's time being settled.
        pace.Sent();
        try
        {
            receiver.Update(collect());
        }
        catch (Exception error)
        {
            // It must not end the flow of targets. The update is not lost: it is tried again with the next.
            services.Log.Error("Targets could not be passed on", [("err", error.Message)]);
            Changed();
        }

        if (_changes.Reader.Count > 0)
        {
            metrics.DelayedUpdates.Increment();
        }
    }
}
