using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.Compatibility.Tests.Peers;

/// <summary>
/// The real Prometheus, with a data folder and a port on the loopback interface of its own; disposing kills it and deletes the folder.
/// Questions to it may be asked concurrently.
/// </summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private const int LogTailLength = 4000;

    private readonly TemporaryFolder _folder;
    private readonly RunningProgram _program;
    private readonly HttpClient _client;

    private PrometheusServer(TemporaryFolder folder, RunningProgram program, string address, string dataDirectory)
    {
        DataDirectory = dataDirectory;
        _folder = folder;
        _program = program;
        _client = new HttpClient { BaseAddress = new Uri($"http://{address}/") };
    }

    public string DataDirectory { get; }

    public Uri BaseAddress => _client.BaseAddress!;

    /// <summary>All it has logged.</summary>
    public string Log => _program.Error;

    /// <summary>The end of the log, to be shown by a test that fails.</summary>
    public string LogTail => Log.Length <= LogTailLength ? Log : "…" + Log[^LogTailLength..];

    /// <summary>Starts it and waits until it is ready; null where there is none on this machine.</summary>
    public static Task<PrometheusServer?> TryStartAsync(string configuration, params string[] features) =>
        TryStartOnAsync(null, configuration, features);

    /// <summary>As <see cref="TryStartAsync"/>, on a data directory that is there already and stays; null for one of its own.</summary>
    public static Task<PrometheusServer?> TryStartOnAsync(string? data, string configuration, params string[] features) =>
        TryStartWithAsync(data, configuration, features.Select(static feature => "--enable-feature=" + feature));

    /// <summary>As <see cref="TryStartOnAsync"/>, with any arguments.</summary>
    public static Task<PrometheusServer?> TryStartWithAsync(string? data, string configuration, IEnumerable<string> arguments) =>
        TryStartModeAsync(data, configuration, "--storage.tsdb.path", arguments);

    /// <summary>As <see cref="TryStartWithAsync"/>, as an agent, which answers no questions on samples.</summary>
    public static Task<PrometheusServer?> TryStartAgentAsync(string data, string configuration, IEnumerable<string> arguments) =>
        TryStartModeAsync(data, configuration, "--storage.agent.path", ["--agent", .. arguments]);

    private static async Task<PrometheusServer?> TryStartModeAsync(string? data, string configuration, string pathFlag, IEnumerable<string> arguments)
    {
        if (Executables.Peer("prometheus") is not { } executable)
        {
            return null;
        }

        var folder = new TemporaryFolder();
        data ??= folder.File("data");
        RunningProgram? program = null;
        try
        {
            await File.WriteAllTextAsync(folder.File("prometheus.yml"), configuration);
            program = RunningProgram.Start(
                executable,
                [
                    "--config.file=" + folder.File("prometheus.yml"), $"{pathFlag}={data}",
                    "--web.listen-address=127.0.0.1:0", .. arguments,
                ]);
            var line = await program.ErrorLineAsync("msg=\"Listening on\"");
            await program.ErrorLineAsync("Server is ready to receive web requests.");
            var address = line[(line.IndexOf(" address=", StringComparison.Ordinal) + " address=".Length)..].Trim();
            return new PrometheusServer(folder, program, address, data);
        }
        catch
        {
            if (program is not null)
            {
                await program.DisposeAsync();
            }

            folder.Dispose();
            throw;
        }
    }

    /// <summary>Asks by GET; the parameters are alternately names and values.</summary>
    public async Task<JsonElement> GetAsync(string path, params (string Name, string Value)[] parameters)
    {
        var query = string.Join('&', parameters.Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        using var response = await _client.GetAsync(new Uri($"{path}?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        return (await ReadAsync(response)).DataOrFail(path, LogTail);
    }

    /// <summary>The value of one of its own metrics, with its labels as they stand there; null if there is none.</summary>
    public async Task<double?> MetricAsync(string metric)
    {
        var text = await _client.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(metric + " ", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[(metric.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Asks by POST with a form. An error is an answer like any other.</summary>
    public async Task<ApiAnswer> PostAsync(string path, params (string Name, string Value)[] parameters)
    {
        // Unlike FormUrlEncodedContent this has no limit of length for a value.
        var form = string.Join('&', parameters.Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        using var content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return await ReadAsync(response);
    }

    /// <summary>Sends samples by remote write: a request that is compressed already.</summary>
    public async Task WriteAsync(byte[] request)
    {
        using var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        content.Headers.Add("X-Prometheus-Remote-Write-Version", "0.1.0");
        using var response = await _client.PostAsync(new Uri("api/v1/write", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(
            response.IsSuccessStatusCode,
            $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}\n{LogTail}");
    }

    /// <summary>Deletes the samples of a closed range; the API for administrators must be on.</summary>
    public async Task DeleteAsync(string selector, long minTimeMs, long maxTimeMs)
    {
        var (start, end) = ((minTimeMs / 1e3).ToString(CultureInfo.InvariantCulture), (maxTimeMs / 1e3).ToString(CultureInfo.InvariantCulture));
        var uri = new Uri($"api/v1/admin/tsdb/delete_series?match[]={Uri.EscapeDataString(selector)}&start={start}&end={end}", UriKind.Relative);
        using var response = await _client.PostAsync(uri, null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Ends it as it likes to be ended; its data directory stays until it is disposed.</summary>
    public async Task StopAsync()
    {
        const int Terminate = 15;
        _program.Signal(Terminate);
        await _program.EndAsync();
    }

    /// <summary>Ends it without warning; its data directory stays until it is disposed.</summary>
    public async Task KillAsync()
    {
        const int Kill = 9;
        _program.Signal(Kill);
        await _program.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var document = await JsonDocument.ParseAsync(body, default, TestContext.Current.CancellationToken);
        var root = document.RootElement;
        return root.GetProperty("status").GetString() == "success"
            ? new ApiAnswer(root.GetProperty("data").Clone(), null, null)
            : new ApiAnswer(null, root.GetProperty("error").GetString(), root.GetProperty("errorType").GetString());
    }
}
