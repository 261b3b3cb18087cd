using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Server.Configuration;

namespace Pharos.Server.Reloading;

/// <summary>Reloads the configuration when the contents of its files change.</summary>
internal sealed class AutoReload(string file, TimeSpan interval, ServerReloader reloader, ILogger log, TimeProvider time)
{
    /// <summary>Looks at the files again and again until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var known = Checksum();
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var now = Checksum();
                if (now != known)
                {
                    log.Info("Configuration file change detected, reloading the configuration.");
                    await reloader.ReloadAsync(stop);
                    known = now;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Of the file and of all that it names. A file that cannot be read is one more content.</summary>
    private string Checksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var named = reloader.Current;
        foreach (var path in named.RuleFiles.Concat(named.ScrapeConfigFiles).SelectMany(FilePattern.Expand).Prepend(file))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(path));
            try
            {
                hash.AppendData(File.ReadAllBytes(path));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(error.GetType().Name));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
