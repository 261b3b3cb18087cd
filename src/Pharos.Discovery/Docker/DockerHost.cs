using Pharos.Configuration;
using Pharos.Discovery.Api;

namespace Pharos.Discovery.Docker;

/// <summary>The field <c>host</c>: where a Docker daemon listens.</summary>
internal static class DockerHost
{
    public static string Describe(Fields fields, string host)
    {
        host = fields.Text("host", host, always: true);
        fields.Check(host.Length > 0, "host", "host missing");
        fields.Check(TryParse(host, out _, out _), "host", "expected a URL that begins with http://, https://, tcp:// or unix://");
        return host;
    }

    /// <param name="url">What paths are put behind.</param>
    /// <param name="socket">The path of a Unix socket, empty if it is none.</param>
    public static bool TryParse(string host, out string url, out string socket)
    {
        (url, socket) = ("", "");
        switch (host.Split("://", 2))
        {
            case ["unix", ['/', ..] path]:
                (url, socket) = ("http://docker", path);
                return true;
            case ["tcp", var address]:
                url = "http://" + address.TrimEnd('/');
                break;
            case ["http" or "https", _]:
                url = host.TrimEnd('/');
                break;
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0;
    }

    public static string FilterText(IReadOnlyList<FilterOptions> filters)
    {
        if (filters.Count == 0)
        {
            return "";
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var json = new System.Text.Json.Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var filter in filters.GroupBy(static filter => filter.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject(filter.Key);
            foreach (var value in filter.SelectMany(static one => one.Values).Distinct(StringComparer.Ordinal))
            {
                json.WriteBoolean(value, true);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
