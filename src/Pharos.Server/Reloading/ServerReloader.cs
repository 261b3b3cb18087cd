using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Pharos.Configuration;
using Pharos.Foundation.Logging;
using Pharos.Instrumentation;
using Pharos.Server.Configuration;

namespace Pharos.Server.Reloading;

/// <summary>
/// Loads the configuration file and hands it to the rooms, one after the other. A file that is not sound changes nothing. A room that fails
/// keeps what it had; the others go on. Safe for concurrent use: reloads wait for each other.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore holds nothing unless its wait handle is asked for.")]
internal sealed class ServerReloader
{
    private readonly Func<ServerConfiguration> _load;
    private readonly string _file;
    private readonly IReadOnlyList<(string Room, Func<ServerConfiguration, bool> Apply)> _rooms;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Gauge _succeeded;
    private readonly Gauge _succeededAt;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ServerConfiguration _current = new();

    /// <param name="file">For messages.</param>
    /// <param name="load">Throws <see cref="ConfigurationException"/>.</param>
    /// <param name="rooms">In the order in which they are given a configuration; each says whether it could take it.</param>
    public ServerReloader(
        string file, Func<ServerConfiguration> load, IReadOnlyList<(string Room, Func<ServerConfiguration, bool> Apply)> rooms,
        ILogger log, MetricRegistry metrics, TimeProvider time)
    {
        (_file, _load, _rooms, _log, _time) = (file, load, rooms, log, time);
        _succeeded = metrics.Gauge("prometheus_config_last_reload_successful", "Whether the last configuration reload attempt was successful.");
        _succeededAt = metrics.Gauge("prometheus_config_last_reload_success_timestamp_seconds", "Timestamp of the last successful configuration reload.");
    }

    /// <summary>Is told of each later attempt whether it went well. Set before the first.</summary>
    public Action<bool>? Attempted { get; set; }

    /// <summary>The configuration in force.</summary>
    public ServerConfiguration Current => _current;

    /// <summary>Whether the last attempt went well.</summary>
    public bool HasSucceeded => _succeeded.Value > 0;

    /// <summary>When the last attempt ended that went well.</summary>
    public DateTimeOffset SucceededAt => DateTimeOffset.FromUnixTimeSeconds((long)_succeededAt.Value);

    /// <summary>Reads the file for the first time, before anything of the server runs.</summary>
    /// <exception cref="ConfigurationException">It is not sound.</exception>
    public void LoadFirst() => _current = Load();

    /// <summary>Hands what was loaded first to the rooms.</summary>
    public bool ApplyFirst() => Apply(_current, _time.GetTimestamp());

    /// <summary>Loads the file again. The result says what is wrong, null if all went well.</summary>
    public async Task<string?> ReloadAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var error = await Task.Run(Reload, CancellationToken.None);
            Attempted?.Invoke(error is null);
            return error;
        }
        finally
        {
            _turn.Release();
        }
    }

    private string? Reload()
    {
        var start = _time.GetTimestamp();
        _log.Info("Loading configuration file", [("filename", _file)]);
        ServerConfiguration loaded;
        try
        {
            loaded = Load();
        }
        catch (ConfigurationException error)
        {
            _succeeded.Set(false);
            var message = $"couldn't load configuration (--config.file=\"{_file}\"): {error.Message}";
            _log.Error("Error reloading config", [("err", message)]);
            return message;
        }

        if (Apply(loaded, start))
        {
            return null;
        }

        const string Failed = "one or more errors occurred while applying the new configuration";
        _log.Error("Error reloading config", [("err", $"{Failed} (--config.file=\"{_file}\")")]);
        return $"{Failed} (--config.file=\"{_file}\")";
    }

    /// <summary>Loads the file and says what a user should know of it that is no mistake.</summary>
    private ServerConfiguration Load()
    {
        var loaded = _load();
        foreach (var remark in loaded.Remarks)
        {
            _log.Warn("The configuration may not say what is meant", [("reason", remark)]);
        }

        foreach (var section in UnbuiltSections.In(loaded))
        {
            _log.Warn("A section " + UnbuiltSections.Explanation, [("section", section)]);
        }

        return loaded;
    }

    private bool Apply(ServerConfiguration configuration, long start)
    {
        var timings = new List<LogField> { ("filename", _file) };
        var succeeded = true;
        foreach (var (room, apply) in _rooms)
        {
            var began = _time.GetTimestamp();
            if (!apply(configuration))
            {
                succeeded = false;
                _log.Error("Failed to apply configuration", [("room", room)]);
            }

            timings.Add((room, _time.GetElapsedTime(began)));
        }

        _current = configuration;
        _succeeded.Set(succeeded);
        if (succeeded)
        {
            _succeededAt.SetToCurrentTime();
        }

        timings.Add(("totalDuration", _time.GetElapsedTime(start)));
        _log.Info("Completed loading of configuration file", timings.ToArray());
        return succeeded;
    }
}
