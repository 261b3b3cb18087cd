using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Hosting;

/// <summary>
/// Turns SIGTERM and SIGINT into a request to stop. Further ones change nothing: stopping has an end of its own, and <c>timeout</c> and
/// terminals send the signal twice. SIGHUP asks to load the configuration again.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly ILogger _log;
    private Action? _reload;
    private int _received;

    public StopSignals(ILogger log)
    {
        _log = log;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnStop(context, "terminated")),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnStop(context, "interrupt")),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Calls this at every SIGHUP from now on; before, it is answered with a line in the log.</summary>
    public void OnReload(Action reload) => Volatile.Write(ref _reload, reload);

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnStop(PosixSignalContext context, string name)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1)
        {
            _log.Info("Received another OS signal, stopping already", [("signal", name)]);
            return;
        }

        _log.Warn("Received an OS signal, exiting gracefully...", [("signal", name)]);
        _stop.Cancel();
    }

    private void OnHangup(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Volatile.Read(ref _reload) is { } reload)
        {
            reload();
        }
        else
        {
            _log.Info("Received SIGHUP: there is no configuration file to load again");
        }
    }
}
