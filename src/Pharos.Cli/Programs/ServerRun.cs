using Microsoft.Extensions.Logging;
using Pharos.Configuration;
using Pharos.Foundation.Logging;
using Pharos.Hosting;
using Pharos.Hosting.Http;
using Pharos.Hosting.Logging;
using Pharos.Hosting.WebConfiguration;
using Pharos.Server;
using Pharos.Storage;

namespace Pharos.Cli.Programs;

/// <summary>From options to a server that runs until a signal ends it.</summary>
internal static class ServerRun
{
    /// <summary>Returns the exit status.</summary>
    public static async Task<int> RunAsync(ServerFlags flags)
    {
        using var loggers = new LineLoggerFactory(flags.ToLogOptions(), Console.OpenStandardError(), TimeProvider.System);
        var log = loggers.CreateLogger("");
        foreach (var feature in flags.UnknownFeatures)
        {
            log.Warn("Unknown option for --enable-feature, or one that this version does not have", [("option", feature)]);
        }

        using var signals = new StopSignals(log);
        var options = flags.ToOptions();
        if (options.ConfigFile is null)
        {
            log.Warn("There is no configuration file: this server scrapes nothing but itself", [("expected", ServerFlags.DefaultConfigFile)]);
        }

        if (!IsProtectionSound(options, log))
        {
            return 1;
        }

        var app = ServerApp.New(options, loggers, TimeProvider.System);
        if (options.ConfigFile is not null)
        {
            signals.OnReload(() => _ = app.ReloadAsync(signals.Stop));
        }

        try
        {
            await app.RunAsync(signals.Stop);
            return 0;
        }
        catch (ConfigurationException exception)
        {
            foreach (var problem in exception.Problems)
            {
                log.Error($"Error loading config (--config.file={options.ConfigFile})", [("file", Path.GetFullPath(options.ConfigFile ?? "")), ("err", problem)]);
            }

            return 2;
        }
        catch (ListenException exception)
        {
            log.Error("Unable to start web listener", [("err", exception)]);
            return 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CorruptionException)
        {
            log.Error("Opening storage failed", [("err", exception.Message)]);
            return 1;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // A signal that came before the server was up.
            return 0;
        }
    }

    private static bool IsProtectionSound(ServerOptions options, ILogger log)
    {
        try
        {
            if (options.Http.WebConfigFile is { Length: > 0 } file)
            {
                WebConfigLoading.Load(file);
            }

            return true;
        }
        catch (ConfigurationException exception)
        {
            foreach (var problem in exception.Problems)
            {
                log.Error("Unable to validate web configuration file", [("err", problem)]);
            }

            return false;
        }
    }
}
