using Pharos.Foundation.Logging;
using Pharos.Hosting;
using Pharos.Hosting.Http;
using Pharos.Hosting.Logging;
using Pharos.Server;

namespace Pharos.Cli.Programs;

/// <summary>From options to a server that runs until a signal ends it.</summary>
internal static class ServerRun
{
    /// <summary>Returns the exit status.</summary>
    public static async Task<int> RunAsync(ServerOptions options, LogOptions logOptions)
    {
        using var loggers = new LineLoggerFactory(logOptions, Console.OpenStandardError(), TimeProvider.System);
        var log = loggers.CreateLogger("");
        using var signals = new StopSignals(log);
        var app = ServerApp.New(options, loggers, TimeProvider.System);
        try
        {
            await app.RunAsync(signals.Stop);
            return 0;
        }
        catch (ListenException exception)
        {
            log.Error("Unable to start web listener", [("err", exception)]);
            return 1;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // A signal that came before the server was up.
            return 0;
        }
    }
}
