using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>Asks the HTTP API of a server for the data of an answer.</summary>
internal sealed class QueryApi(ServerClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Posts a form; a server that does not take that is asked by a URL.</summary>
    /// <exception cref="PromtoolException">The server has no answer, or an error.</exception>
    public JsonElement Post(string path, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, client.Url(path)) { Content = new FormUrlEncodedContent(parameters) };
        var answer = Send(request);
        return answer.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented ? Get(path, parameters) : Data(answer);
    }

    public JsonElement Get(string path, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var query = string.Join('&', parameters.Select(static parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));
        return Data(Send(new HttpRequestMessage(HttpMethod.Get, client.Url($"{path}?{query}"))));
    }

    private ServerAnswer Send(HttpRequestMessage request)
    {
        try
        {
            return client.Send(request, Patience);
        }
        catch (PromtoolException error)
        {
            throw new PromtoolException("query error: " + error.Message);
        }
    }

    private static JsonElement Data(ServerAnswer answer)
    {
        var status = (int)answer.Status;
        if (status / 100 != 2 && status is not (400 or 422 or 503))
        {
            var (kind, text) = status / 100 == 4 ? ("client_error", "client error") : status / 100 == 5 ? ("server_error", "server error") : ("bad_response", "bad response code");
            var detail = Encoding.UTF8.GetString(answer.Body).Trim();
            throw new PromtoolException(string.Create(CultureInfo.InvariantCulture, $"query error: {kind}: {text}: {status}{(detail.Length > 0 ? $" (detail: {detail})" : "")}"));
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            var root = json.RootElement;
            return root.GetProperty("status").GetString() == "success"
                ? root.GetProperty("data").Clone()
                : throw new PromtoolException($"query error: {root.GetProperty("errorType").GetString()}: {root.GetProperty("error").GetString()}");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PromtoolException("query error: bad_response: " + error.Message);
        }
    }
}
