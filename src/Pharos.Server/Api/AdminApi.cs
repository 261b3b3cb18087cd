using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Foundation.Time;
using Pharos.Hosting.Http;
using Pharos.Server.Storage;

namespace Pharos.Server.Api;

/// <summary>The routes that change what is stored, for those to whom the operator opened them.</summary>
internal sealed class AdminApi
{
    private readonly LocalStorage _storage;
    private readonly bool _isEnabled;
    private readonly ILogger _log;
    private readonly TimeProvider _time;

    public AdminApi(LocalStorage storage, bool isEnabled, ILogger log, TimeProvider time)
    {
        _log = log;
        _storage = storage;
        _isEnabled = isEnabled;
        _time = time;
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        Route("/api/v1/admin/tsdb/delete_series", DeleteAsync);
        Route("/api/v1/admin/tsdb/clean_tombstones", CleanAsync);
        Route("/api/v1/admin/tsdb/snapshot", SnapshotAsync);

        void Route(string path, ApiHandler handler) => router.Post(path, endpoint.Of(Checked(handler))).Put(path, endpoint.Of(Checked(handler)));
    }

    private ApiHandler Checked(ApiHandler handler) => _isEnabled
        ? handler
        : static (_, _, _) => throw new ApiException(ApiErrorKind.Unavailable, "admin APIs disabled");

    private async Task<ApiNotes> DeleteAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        var selectors = request.Selectors(allowsEmpty: true);
        if (selectors.Count == 0)
        {
            throw new ApiException(ApiErrorKind.BadData, "no match[] parameter provided");
        }

        var start = request.Time("start", PrometheusTime.MinMs);
        var end = request.Time("end", PrometheusTime.MaxMs);
        foreach (var matchers in selectors)
        {
            // Whoever asked may go away: a deletion that has begun is brought to its end.
            await Task.Run(() => _storage.Database.Delete(start, end, matchers, CancellationToken.None), CancellationToken.None);
            _log.Info("Deleted series, as an administrator asked", [("matchers", string.Join(',', matchers.Select(static one => one.ToString()))), ("start", start), ("end", end)]);
        }

        return ApiNotes.None;
    }

    private async Task<ApiNotes> CleanAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        await Task.Run(() => _storage.Database.CleanTombstones(CancellationToken.None), CancellationToken.None);
        _log.Info("Freed the space of what was deleted, as an administrator asked");
        return ApiNotes.None;
    }

    private async Task<ApiNotes> SnapshotAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        var withHead = !request.Switch("skip_head");
        var time = _time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var name = $"{time}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var directory = Path.Combine(_storage.Database.DirectoryPath, "snapshots", name);
        Directory.CreateDirectory(directory);
        await Task.Run(() => _storage.Database.Snapshot(directory, withHead, CancellationToken.None), CancellationToken.None);
        _log.Info("Made a snapshot, as an administrator asked", [("directory", directory), ("head", withHead)]);
        answer.Json.Append("{\"name\":"u8);
        JsonBytes.AppendText(answer.Json, name);
        answer.Json.Append((byte)'}');
        return ApiNotes.None;
    }
}
