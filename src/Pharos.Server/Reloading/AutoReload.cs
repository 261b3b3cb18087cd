using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Server.Configuration;

namespace Pharos.Server.Reloading;

/// <summary>Reloads the configuration when the contents of its files change. Made after the first load, whose files are those that it knows.</summary>
internal sealed class AutoReload
{
    private readonly string _file;
    private readonly ServerReloader _reloader;
    private readonly ILogger _log;
    private string _known;

    public AutoReload(string file, ServerReloader reloader, ILogger log)
    {
        (_file, _reloader, _log) = (file, reloader, log);
        _known = Checksum();
    }

    /// <summary>Looks at the files again and again until it is told to stop.</summary>
    public async Task RunAsync(TimeSpan interval, TimeProvider time, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await LookAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Reloads if there is something new since the last look; a file that is not sound is tried once.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        var now = Checksum();
        if (now != _known)
        {
            _log.Info("Configuration file change detected, reloading the configuration.");
            await _reloader.ReloadAsync(stop);
            _known = now;
        }
    }

    /// <summary>Of the file and of all that it names. A file that cannot be read is one more content.</summary>
    private string Checksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var named = _reloader.Current;
        foreach (var path in named.RuleFiles.Concat(named.ScrapeConfigFiles).SelectMany(FilePattern.Expand).Prepend(_file))
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
