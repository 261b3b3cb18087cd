using Pharos.Cli.Flags;
using Pharos.Foundation.Time;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>The commands below <c>promtool query</c>, with the flags and arguments of the reference.</summary>
internal sealed class QueryCommands
{
    private readonly ValueFlag<bool> _json = new("format", "Output format of the query.", FlagType.OneOf(("promql", false), ("json", true)), "promql") { Short = 'o', Placeholder = "promql" };
    private readonly ServerFlag _server;

    private QueryCommands(Command query)
    {
        query.Add(_json);
        _server = new ServerFlag(query);
    }

    private static Argument Server => new("server", "Prometheus server to query.") { IsRequired = true };

    private static Argument Expression => new("expr", "PromQL query expression.") { IsRequired = true };

    private static ValueFlag<KeyValuePair<string, string>> Headers =>
        new("header", "Extra headers to send to server.", FlagType.Pair, null) { IsRepeatable = true, Placeholder = "HEADER" };

    public static void AddTo(Command root)
    {
        var query = root.Add(new Command("query", "Run query against a Prometheus server."));
        var commands = new QueryCommands(query);
        commands.AddInstant(query);
        commands.AddRange(query);
        commands.AddSeries(query);
        commands.AddLabels(query);
        commands.AddAnalyze(query);
    }

    private static ValueFlag<string> Time(string name, string help) => new(name, help + " (RFC3339 or Unix timestamp).", FlagType.Text, null);

    private static ValueFlag<string> Match(bool isRequired) =>
        new("match", "Series selector. Can be specified multiple times.", FlagType.Text, null) { IsRepeatable = true, IsRequired = isRequired };

    private void AddInstant(Command query)
    {
        var (server, expression, headers, time) = (Server, Expression, Headers, Time("time", "Query evaluation time"));
        var instant = query.Add(new Command("instant", "Run instant query.")
        {
            Run = terminal =>
            {
                var at = string.IsNullOrEmpty(time.Value) ? TimeProvider.System.GetUtcNow() : QueryTimes.Parse(time.Value, "evaluation time");
                return Ask(terminal, server.Value, headers.Values, "/api/v1/query", [new("query", expression.Value), new("time", QueryTimes.Seconds(at))]);
            },
        });
        instant.Add(time);
        instant.Add(headers);
        instant.Add(server);
        instant.Add(expression);
    }

    private void AddRange(Command query)
    {
        var (server, expression, headers) = (Server, Expression, Headers);
        var (start, end) = (Time("start", "Query range start time"), Time("end", "Query range end time"));
        ValueFlag<TimeSpan> step = new("step", "Query step size (duration).", FlagType.GoTime, null) { Placeholder = "STEP" };
        var range = query.Add(new Command("range", "Run range query.")
        {
            Run = terminal =>
            {
                var to = string.IsNullOrEmpty(end.Value) ? TimeProvider.System.GetUtcNow() : QueryTimes.Parse(end.Value, "end time");
                var from = string.IsNullOrEmpty(start.Value) ? to - TimeSpan.FromMinutes(5) : QueryTimes.Parse(start.Value, "start time");
                if (from >= to)
                {
                    throw new PromtoolException("start time is not before end time");
                }

                // As many points as a graph shows.
                var seconds = step.Value > TimeSpan.Zero ? step.Value : TimeSpan.FromSeconds(Math.Max(Math.Floor((to - from).TotalSeconds / 250), 1));
                return Ask(terminal, server.Value, headers.Values, "/api/v1/query_range",
                    [new("query", expression.Value), new("start", QueryTimes.Seconds(from)), new("end", QueryTimes.Seconds(to)), new("step", QueryTimes.Seconds(DateTimeOffset.UnixEpoch + seconds))]);
            },
        });
        range.Add(headers);
        range.Add(start);
        range.Add(end);
        range.Add(step);
        range.Add(server);
        range.Add(expression);
    }

    private void AddSeries(Command query)
    {
        var (server, match, start, end) = (Server, Match(isRequired: true), Time("start", "Start time"), Time("end", "End time"));
        var series = query.Add(new Command("series", "Run series query.")
        {
            Run = terminal =>
            {
                KeyValuePair<string, string>[] parameters = [.. QueryTimes.Range(start.Value, end.Value), .. Matchers(match)];
                using var client = _server.Client(server.Value);
                var found = new QueryApi(client).Post("/api/v1/series", parameters).EnumerateArray();
                terminal.Output.Write(_json.Value ? QueryJson.List(found.Select(GoJson.Object)) + "\n" : string.Concat(found.Select(static labels => QueryText.Labels(labels) + "\n")));
                return 0;
            },
        });
        series.Add(match);
        series.Add(start);
        series.Add(end);
        series.Add(server);
    }

    private void AddLabels(Command query)
    {
        var (server, match, start, end) = (Server, Match(isRequired: false), Time("start", "Start time"), Time("end", "End time"));
        Argument name = new("name", "Label name to provide label values for.") { IsRequired = true };
        var labels = query.Add(new Command("labels", "Run labels query.")
        {
            Run = terminal =>
            {
                KeyValuePair<string, string>[] parameters = [.. QueryTimes.Range(start.Value, end.Value), .. Matchers(match)];
                using var client = _server.Client(server.Value);
                var found = new QueryApi(client).Get($"/api/v1/label/{Uri.EscapeDataString(name.Value)}/values", parameters).EnumerateArray().Select(static value => value.GetString() ?? "");
                terminal.Output.Write(_json.Value ? QueryJson.List(found.Select(GoJson.Quote)) + "\n" : string.Concat(found.Select(static value => value + "\n")));
                return 0;
            },
        });
        labels.Add(start);
        labels.Add(end);
        labels.Add(match);
        labels.Add(server);
        labels.Add(name);
    }

    private void AddAnalyze(Command query)
    {
        ValueFlag<string> server = new("server", "Prometheus server to query.", FlagType.Text, null) { IsRequired = true };
        ValueFlag<string> type = new("type", "Type of metric: histogram.", FlagType.Text, null) { IsRequired = true };
        ValueFlag<TimeSpan> duration = new("duration", "Time frame to analyze.", FlagType.GoTime, "1h");
        ValueFlag<string> time = new("time", "Query time (RFC3339 or Unix timestamp), defaults to now.", FlagType.Text, null);
        var match = Match(isRequired: true);
        var analyze = query.Add(new Command("analyze", "Run queries against your Prometheus to analyze the usage pattern of certain metrics.")
        {
            Run = terminal =>
            {
                if (type.Value != "histogram")
                {
                    throw new PromtoolException($"analyze type is {type.Value}, must be 'histogram'");
                }

                var at = string.IsNullOrEmpty(time.Value) ? TimeProvider.System.GetUtcNow() : QueryTimes.Parse(time.Value, $"time '{time.Value}'");
                using var client = _server.Client(server.Value!);
                QueryAnalyze.Run(terminal.Output, match.Values, selector =>
                    new QueryApi(client).Post("/api/v1/query", [new("query", $"{selector}[{GoDuration.Format(duration.Value)}]"), new("time", QueryTimes.Seconds(at))]));
                return 0;
            },
        });
        analyze.Add(server);
        analyze.Add(type);
        analyze.Add(duration);
        analyze.Add(time);
        analyze.Add(match);
    }

    private static IEnumerable<KeyValuePair<string, string>> Matchers(ValueFlag<string> match) => match.Values.Select(static text => new KeyValuePair<string, string>("match[]", text));

    private int Ask(Terminal terminal, string server, IReadOnlyList<KeyValuePair<string, string>> headers, string path, KeyValuePair<string, string>[] parameters)
    {
        using var client = _server.Client(server, headers);
        var data = new QueryApi(client).Post(path, parameters);
        terminal.Output.Write((_json.Value ? QueryJson.Of(data) : QueryText.Of(data)) + "\n");
        return 0;
    }
}
