using System.Text.Json.Nodes;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Storage;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>Answers of our HTTP API beside those of a real Prometheus that has the same data directory.</summary>
public sealed class ApiParityTests
{
    private const long Start = 1_700_000_000_000;
    private const long Step = 15_000;
    private const int Rounds = 240;

    /// <summary>Requests as clients send them, times relative to the data.</summary>
    private static readonly string[] Requests =
    [
        "query?query=up&time=1700003000",
        "query?query=up&time=1700003000.5",
        "query?query=up&time=2023-11-14T23:03:20Z",
        "query?query=1&time=1700003000.25",
        "query?query=-0.0000001234&time=1700003000",
        "query?query=1e30*vector(1)&time=1700003000",
        "query?query=vector(NaN)%20or%20vector(Inf)&time=1700003000",
        "query?query=%22a%3Cb%3E%26%C3%BC%22&time=1700003000",
        "query?query=up[1m]&time=1700003000",
        "query?query=up[1m:20s]&time=1700003000",
        "query?query=sum(rate(requests_total[5m]))by(code)&time=1700003000",
        "query?query=latency&time=1700003000",
        "query?query=rate(latency[5m])&time=1700003000",
        "query?query=histogram_quantile(0.9,rate(latency[5m]))&time=1700003000",
        "query?query=latency[30s]&time=1700003000",
        "query?query=nothing&time=1700003000",
        "query?query=requests_total&time=1700003000&limit=2",
        "query?query=up&time=1700003000&lookback_delta=1ms",
        "query?query=up&time=1700003000&stats=true",
        "query_range?query=up&start=1700002000&end=1700002100&step=30",
        "query_range?query=up&start=1700002000.5&end=1700002100&step=7.5",
        "query_range?query=latency&start=1700002000&end=1700002030&step=15s",
        "query_range?query=rate(up[1m])%20or%20latency&start=1700002000&end=1700002030&step=15s",
        "query_range?query=sum(requests_total)%20by%20(code)&start=1700002000&end=1700003000&step=1m",
        "query_range?query=time()&start=1700002000&end=1700002060&step=30",
        "query_range?query=1&start=1700002000&end=1700002000&step=30",
        "query_range?query=requests_total&start=1700002000&end=1700002000&step=30&limit=1",

        // What is refused.
        "query?query=&time=1700003000",
        "query?query=sum(&time=1700003000",
        "query?query=up&time=yesterday",
        "query?query=up&timeout=soon",
        "query?query=up&limit=-1",
        "query?query=up&limit=x",
        "query?query=up&lookback_delta=x",
        "query_range?query=up&end=1700002100&step=30",
        "query_range?query=up&start=1700002000&step=30",
        "query_range?query=up&start=1700002000&end=1700002100",
        "query_range?query=up&start=1700002000&end=1700002100&step=0",
        "query_range?query=up&start=1700002000&end=1700002100&step=-1",
        "query_range?query=up&start=1700002000&end=1700001000&step=1",
        "query_range?query=up&start=1700000000&end=1700011001&step=1",
        "query_range?query=up[1m]&start=1700002000&end=1700002100&step=30",
        "query_range?query=%22a%22&start=1700002000&end=1700002100&step=30",

        "series?match[]=up",
        "series?match[]=up&match[]=%7Bcode=%22200%22%7D",
        "series?match[]=up&start=1&end=2",
        "series?match[]=requests_total&limit=2",
        "series",
        "series?match[]=%7B%7D",
        "series?match[]=%7Bx=",
        "labels",
        "labels?match[]=up",
        "labels?limit=1",
        "label/code/values",
        "label/__name__/values",
        "label/code/values?match[]=up",
        "label/nothing/values",
        "label/code/values?limit=1",
        "format_query?query=sum(foo)by(bar)",
        "format_query?query=sum(",
    ];

    [Fact]
    public async Task Answers_OnTheSameDirectory_AreThoseOfPrometheus()
    {
        using var folder = new TemporaryFolder();
        Fill(ServerPair.DataIn(folder));
        await using var servers = await ServerPair.StartAsync(folder, ScrapeJob.Configuration([]), AskAsync);
        await servers.AssertSameAsync(Requests);
    }

    internal static void Fill(string directory)
    {
        using var database = Database.Open(directory, OurDatabase.Options);
        using var appender = database.NewAppender();
        var references = new Dictionary<Labels, SeriesRef>();
        for (var round = 0; round < Rounds; round++)
        {
            var time = Start + (round * Step);
            Append(Labels.Of(("__name__", "up"), ("job", "a<b>")), time, 1);
            Append(Labels.Of(("__name__", "up"), ("job", "ü\"\\")), time, round % 7 == 0 ? 0 : 1);
            foreach (var code in (string[])["200", "404", "500"])
            {
                Append(Labels.Of(("__name__", "requests_total"), ("code", code), ("path", "/x")), time, round * code.Length * 1.25);
                Append(Labels.Of(("__name__", "requests_total"), ("code", code), ("path", "/y")), time, round % 100);
            }

            var latency = Labels.Of(("__name__", "latency"), ("job", "a"));
            references[latency] = appender.Append(
                references.GetValueOrDefault(latency), latency.View, time, SampleRounds.Exponential(round)).Series;
            appender.Commit();
        }

        void Append(Labels labels, long time, double value) =>
            references[labels] = appender.Append(references.GetValueOrDefault(labels), labels.View, time, value).Series;
    }

    /// <summary>Status, type and body, without what depends on the clock. Vectors come in no particular order.</summary>
    private static async Task<string> AskAsync(HttpClient client, string request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/" + request, UriKind.Relative));
        using var response = await client.SendAsync(message, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var type = response.Content.Headers.ContentType;
        return $"{(int)response.StatusCode} {type} {Normalize(body)}";
    }

    private static string Normalize(string body)
    {
        var json = JsonNode.Parse(body)!;
        if (json["data"] is JsonObject data)
        {
            if (data["stats"]?["timings"] is JsonObject timings)
            {
                data["stats"]!["timings"] = string.Join(' ', timings.Select(static timing => timing.Key));
                data["stats"]!["samples"] = "";
            }

            if (data["result"] is JsonArray result && (string?)data["resultType"] == "vector" && result.Count > 1)
            {
                data["result"] = new JsonArray([.. result.Select(static one => one!.ToJsonString()).Order(StringComparer.Ordinal).Select(static one => JsonNode.Parse(one))]);
                return json.ToJsonString();
            }
        }

        return body.Contains("\"stats\"", StringComparison.Ordinal) ? json.ToJsonString() : body;
    }
}
