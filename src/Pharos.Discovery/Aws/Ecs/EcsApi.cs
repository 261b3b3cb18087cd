using System.Text;
using System.Text.Json;
using Pharos.Discovery.Api;

namespace Pharos.Discovery.Aws.Ecs;

/// <summary>Lists what ECS has, and has it described, so many at a time as it allows.</summary>
internal sealed class EcsApi(AwsApi api, string region)
{
    private const string Service = "AmazonEC2ContainerServiceV20141113.";

    /// <summary>The ARNs in all pages of a list.</summary>
    /// <param name="what">What is listed: <c>Tasks</c>.</param>
    /// <param name="list">The field of the answer that has them.</param>
    /// <param name="cluster">In which cluster; null for clusters themselves.</param>
    public Task<List<string>> ListAsync(string what, string list, string? cluster, CancellationToken cancel) => AwsPages.AllAsync(async page =>
    {
        var body = Body(json =>
        {
            WriteText(json, "cluster", cluster);
            json.WriteNumber("maxResults", 100);
            WriteText(json, "nextToken", page);
        });
        using var answer = await api.CallAsync(region, $"{Service}List{what}", body, cancel);
        return ((IEnumerable<string>)[.. answer.RootElement.Texts(list)], answer.RootElement.Text("nextToken"));
    });

    /// <summary>A batch described, with tags if it can have some.</summary>
    /// <param name="what">What is described: <c>Tasks</c>.</param>
    /// <param name="list">The field of the request and of the answer.</param>
    public async Task<List<JsonElement>> DescribeAsync(string what, string list, string? cluster, IReadOnlyList<string> batch, bool hasTags, CancellationToken cancel)
    {
        var body = Body(json =>
        {
            WriteText(json, "cluster", cluster);
            WriteTexts(json, list, batch);
            WriteTexts(json, "include", hasTags ? ["TAGS"] : []);
        });
        using var answer = await api.CallAsync(region, $"{Service}Describe{what}", body, cancel);
        return [.. answer.RootElement.Items(list).Select(static item => item.Clone())];
    }

    private static string Body(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }
}
