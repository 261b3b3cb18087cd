using Pharos.Discovery.Tests.Servers;
using Pharos.Testing.Processes;

namespace Pharos.Cli.Tests.Promtool.Servers;

/// <summary>Beside the real promtool, against a server that answers both the same.</summary>
public sealed class QueryCommandsTests
{
    private const string Vector = """
        {"status": "success", "data": {"resultType": "vector", "result": [
          {"metric": {"__name__": "up", "job": "a<b", "instance": "x:1"}, "value": [1700000000.5, "1e+06"]}, {"metric": {}, "value": [1700000000, "NaN"]},
          {"metric": {"__name__": "bare"}, "value": [1700000000.123, "-Inf"]}, {"metric": {"q": "a\"b\\c\nd é"}, "value": [1, "0.000001"]},
          {"metric": {"__name__": "h"}, "histogram": [1700000000, {"count": "3", "sum": "4.5", "buckets": [[0, "0.5", "1", "1"], [3, "-0.001", "0.001", "2"], [1, "1", "2e+30", "0.5"]]}]}]}}
        """;

    private const string Matrix = """
        {"status": "success", "data": {"resultType": "matrix", "result": [
          {"metric": {"__name__": "up", "job": "b"}, "values": [[1700000000, "1"], [1700000015, "0"]]}, {"metric": {"__name__": "up", "job": "a"}, "values": [[1700000000, "1"]]},
          {"metric": {"job": "z"}, "values": [[1700000000, "2.5"]], "histograms": [[1700000015, {"count": "1", "sum": "1", "buckets": [[0, "0.5", "1", "1"]]}]]}]}}
        """;

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var format in (string[])["promql", "json"])
            {
                foreach (var answer in (string[])[
                    Vector,
                    """{"status": "success", "data": {"resultType": "vector", "result": []}}""",
                    """{"status": "success", "data": {"resultType": "scalar", "result": [1700000000.25, "1.5e-07"]}}""",
                    Matrix])
                {
                    cases.Add($"query -o {format} instant URL up --time=1700000000.5", "/api/v1/query", answer);
                }

                cases.Add($"query -o {format} range URL up --start=1700000000 --end=2023-11-14T22:18:20Z --step=15s", "/api/v1/query_range", Matrix);
                cases.Add($"query -o {format} series URL --match=up --start=1 --end=2", "/api/v1/series", """{"status": "success", "data": [{"__name__": "up", "job": "a\"b"}, {"__name__": "down"}]}""");
                cases.Add($"query -o {format} series URL --match=up", "/api/v1/series", """{"status": "success", "data": []}""");
                cases.Add($"query -o {format} labels URL job", "/api/v1/label/job/values", """{"status": "success", "data": ["a", "b c", "<d>"]}""");
            }

            cases.Add(
                "query analyze --server=URL --type=histogram --match=h_bucket --match=n --time=1700000000",
                "/api/v1/query",
                """
                {"status": "success", "data": {"resultType": "matrix", "result": [
                  {"metric": {"__name__": "h_bucket", "le": "1", "job": "a"}, "values": [[1, "0"], [2, "1"], [3, "1"]]}, {"metric": {"__name__": "h_bucket", "le": "+Inf", "job": "a"}, "values": [[1, "0"], [2, "1"], [3, "4"]]},
                  {"metric": {"__name__": "n", "job": "a"}, "histograms": [[1, {"count": "1", "sum": "1", "buckets": [[0, "0.5", "1", "1"]]}], [2, {"count": "2", "sum": "1", "buckets": [[0, "0.5", "1", "1"], [0, "1", "2", "1"]]}]]},
                  {"metric": {"__name__": "single"}, "values": [[1, "0"]]}]}}
                """);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Query_Answer_IsShownAsByPromtool(string line, string path, string answer)
    {
        var promtool = Executables.Peer("promtool");
        Assert.SkipWhen(promtool is null, "promtool is not there");
        await using var server = await ApiServer.StartAsync();
        server.On(path, answer);
        var arguments = line.Replace("URL", server.Url, StringComparison.Ordinal).Split(' ');
        var expected = await RunningProgram.RunAsync(promtool, arguments);
        var asked = server.Requests.Last();

        var found = CommandLine.Run("promtool", arguments);

        Assert.Equal((expected.ExitCode, expected.Output), (found.ExitCode, found.Output));
        if (line.Contains("--time", StringComparison.Ordinal) || line.Contains("--end", StringComparison.Ordinal))
        {
            // The same is asked; of both the order of parameters does not matter.
            Assert.Equal(Parameters(asked), Parameters(server.Requests.Last()));
        }
    }

    /// <summary>Which the other one cannot show.</summary>
    [Theory]
    [InlineData("promql", "a & b\n")]
    [InlineData("json", "[1700000000,\"a \\u0026 b\"]\n")]
    public async Task Query_Text_IsShown(string format, string shown)
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/api/v1/query", """{"status": "success", "data": {"resultType": "string", "result": [1700000000, "a & b"]}}""");

        Assert.Equal((0, shown, ""), CommandLine.Run("promtool", "query", "-o", format, "instant", server.Url, "'a & b'"));
    }

    [Theory]
    [InlineData(400, """{"status": "error", "errorType": "bad_data", "error": "parse error"}""", "query error: bad_data: parse error\n")]
    [InlineData(422, """{"status": "error", "errorType": "execution", "error": "too many"}""", "query error: execution: too many\n")]
    [InlineData(404, "not here", "query error: client_error: client error: 404 (detail: not here)\n")]
    [InlineData(500, "boom", "query error: server_error: server error: 500 (detail: boom)\n")]
    public async Task Query_Refused_SaysWhy(int status, string body, string message)
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/api/v1/query", _ => new ApiReply(body) { Status = status });

        Assert.Equal((1, "", message), CommandLine.Run("promtool", "query", "instant", server.Url, "up"));
        if (Executables.Peer("promtool") is { } promtool)
        {
            var real = await RunningProgram.RunAsync(promtool, "query", "instant", server.Url, "up");
            Assert.Equal((1, "", message), (real.ExitCode, real.Output, real.Error));
        }
    }

    [Fact]
    public async Task Query_ServerTakesNoForms_IsAskedByUrl()
    {
        await using var server = await ApiServer.StartAsync();
        server.On("/api/v1/query", static request => request.Method == "POST" ? new ApiReply("") { Status = 405 } : new ApiReply("""{"status": "success", "data": {"resultType": "scalar", "result": [1, "2"]}}"""));

        Assert.Equal((0, "scalar: 2 @[1]\n", ""), CommandLine.Run("promtool", "query", "instant", server.Url, "2", "--header=X-Scope=a"));
        Assert.Equal("a", server.Header("X-Scope"));
    }

    [Theory]
    [InlineData("query range URL up --start=2 --end=1", "start time is not before end time\n")]
    [InlineData("query instant URL up --time=noon", "error parsing evaluation time: cannot parse \"noon\" to a valid timestamp\n")]
    [InlineData("query analyze --server=URL --type=gauge --match=a", "analyze type is gauge, must be 'histogram'\n")]
    public void Query_Mistake_IsSaid(string line, string message) => Assert.Equal((1, "", message), CommandLine.Run("promtool", line.Replace("URL", "http://127.0.0.1:1", StringComparison.Ordinal).Split(' ')));

    private static string[] Parameters(ApiRequest request) => [.. (request.Query.TrimStart('?') + request.Body).Split('&').Order(StringComparer.Ordinal)];
}
