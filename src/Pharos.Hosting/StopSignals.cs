using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Hosting;

/// <summary>
/// Turns SIGTERM and SIGINT into a request to stop. A second one ends the process at once. SIGHUP, which asks the reference to reload,
/// must not end a server that has nothing to reload.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly ILogger _log;
    private int _received;

    public StopSignals(ILogger log)
    {
        _log = log;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnStop(context, "terminated", 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnStop(context, "interrupt", 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnStop(PosixSignalContext context, string name, int number)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1)
        {
            _log.Warn("Received a second OS signal, exiting at once", [("signal", name)]);
            Environment.Exit(128 + number);
        }

        _log.Warn("Received an OS signal, exiting gracefully...", [("signal", name)]);
        _stop.Cancel();
    }

    private void OnHangup(PosixSignalContext context)
    {
        context.Cancel = true;
        _log.Info("Received SIGHUP: this version has no configuration file to load again");
    }
}
