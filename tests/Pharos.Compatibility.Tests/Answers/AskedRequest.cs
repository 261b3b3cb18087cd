using System.IO.Compression;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>A request as a line of text has it: <c>POST api/v1/query @Accept-Encoding: gzip &lt; query=up</c>; a form after the arrow, GET where no method is named.</summary>
internal sealed record AskedRequest(string Line, string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, string? Form)
{
    public static AskedRequest Parse(string line)
    {
        var arrow = line.IndexOf(" < ", StringComparison.Ordinal);
        var parts = (arrow < 0 ? line : line[..arrow]).Split(" @");
        var words = parts[0].Split(' ');
        var headers = parts.Skip(1).Select(static header => (header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));
        return new AskedRequest(line, words.Length == 1 ? "GET" : words[0], words[^1], [.. headers], arrow < 0 ? null : line[(arrow + 3)..]);
    }

    /// <summary>Status, headers that clients go by, and the body without what depends on clock, process or version.</summary>
    /// <param name="passing">Names of fields that depend on them in this test only.</param>
    public async Task<string> AskAsync(HttpClient client, IReadOnlySet<string>? passing = null)
    {
        using var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(Path, UriKind.Relative));
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (Form is not null)
        {
            message.Content = new StringContent(Form, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        }

        using var response = await client.SendAsync(message, TestContext.Current.CancellationToken);
        var body = await ReadAsync(response);
        string[] named = ["Location", "Allow", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Expose-Headers", "Content-Encoding"];
        var headers = response.Headers.Concat(response.Content.Headers).Where(header => named.Contains(header.Key)).OrderBy(static header => header.Key, StringComparer.Ordinal)
            .Select(static header => $"{header.Key}={string.Join(',', header.Value)}");
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json" || body.StartsWith('{');
        return $"{(int)response.StatusCode} {response.Content.Headers.ContentType} {string.Join(' ', headers)} {(isJson ? AnswerShape.Of(body, passing) : body.Trim())}";
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        var sent = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var body = response.Content.Headers.ContentEncoding.ToString() switch
        {
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            "deflate" => new ZLibStream(sent, CompressionMode.Decompress),
            _ => sent,
        };
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
