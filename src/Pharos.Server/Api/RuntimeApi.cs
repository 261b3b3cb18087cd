using System.Globalization;
using Pharos.Configuration;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Time;
using Pharos.Hosting.Http;
using Pharos.Server.Reloading;
using Pharos.Server.Storage;
using Pharos.Tsdb.Compaction;

namespace Pharos.Server.Api;

/// <summary>The routes that say how the server runs: its configuration, its flags, its process.</summary>
internal sealed class RuntimeApi
{
    private readonly ServerOptions _options;
    private readonly ServerState _state;
    private readonly ServerReloader _reloader;
    private readonly LocalStorage _storage;
    private readonly TimeProvider _time;

    public RuntimeApi(ServerOptions options, ServerState state, ServerReloader reloader, LocalStorage storage, TimeProvider time)
    {
        (_options, _state, _reloader, _storage, _time) = (options, state, reloader, storage, time);
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        router.Get("/api/v1/status/config", endpoint.Of(ApiData.Of(WriteConfiguration)));
        router.Get("/api/v1/status/flags", endpoint.Of(ApiData.Of(WriteFlags)));
        router.Get("/api/v1/status/runtimeinfo", endpoint.Of(ApiData.Of(WriteRuntime)));
    }

    private void WriteConfiguration(JsonBuilder json) =>
        json.BeginObject().Name("yaml").Text(OptionsWriter.Print(_reloader.Current)).EndObject();

    private void WriteFlags(JsonBuilder json)
    {
        json.BeginObject();
        foreach (var (name, value) in _options.Flags.OrderBy(static flag => flag.Key, StringComparer.Ordinal))
        {
            json.Name(name).Text(value);
        }

        json.EndObject();
    }

    /// <summary>The names are the API's. Where Go's runtime has something that this one has not, the nearest thing stands in its place.</summary>
    private void WriteRuntime(JsonBuilder json) => json.BeginObject()
        .Name("startTime").Time(_state.StartTime)
        .Name("CWD").Text(Environment.CurrentDirectory)
        .Name("hostname").Text(Environment.MachineName)
        .Name("serverTime").Time(_time.GetUtcNow())
        .Name("reloadConfigSuccess").Bool(_reloader.HasSucceeded)
        .Name("lastConfigTime").Time(_reloader.SucceededAt)
        .Name("corruptionCount").Number(_storage.Database.LogCorruptions)
        .Name("goroutineCount").Number(ThreadPool.ThreadCount)
        .Name("GOMAXPROCS").Number(Environment.ProcessorCount)
        .Name("GOMEMLIMIT").Number(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        .Name("GOGC").Text("")
        .Name("GODEBUG").Text("")
        .Name("storageRetention").Text(RetentionText(_storage.Retention()))
        .EndObject();

    private static string RetentionText(RetentionLimits limits) => string.Join(" or ", ((string[])[
        limits.TimeMs == 0 ? "" : PrometheusDuration.Format(limits.TimeMs),
        limits.Bytes == 0 ? "" : ByteSize.Format(limits.Bytes),
        limits.Percentage == 0 ? "" : limits.Percentage.ToString(CultureInfo.InvariantCulture) + "%"]).Where(static text => text.Length > 0));
}
