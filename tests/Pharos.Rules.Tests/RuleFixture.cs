using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.PromQL;
using Pharos.PromQL.Evaluation;
using Pharos.Rules.Alerting;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Testing.Time;
using Pharos.Tsdb;

namespace Pharos.Rules.Tests;

/// <summary>A store, an engine and what rules need besides, with a clock of its own.</summary>
internal sealed class RuleFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Database _database;
    private readonly QueryEngine _engine = new(new QuerySettings());

    public RuleFixture()
    {
        _database = Database.Open(_folder.Path);
        Services = new RuleServices
        {
            Engine = _engine,
            Source = _database,
            Store = _database,
            Alerts = Receiver,
            Metrics = new RuleMetrics(Metrics),
            Log = NullLogger.Instance,
            Time = Time,
        };
    }

    public ManualTime Time { get; } = new();

    public MetricRegistry Metrics { get; } = new();

    public Receiver Receiver { get; } = new();

    public RuleServices Services { get; set; }

    public string FolderPath => _folder.Path;

    public DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Stores one sample, some time behind the start.</summary>
    public void Store(TimeSpan at, double value, params (string Name, string Value)[] labels)
    {
        using var appender = _database.NewAppender();
        Assert.Equal(AppendOutcome.Accepted, appender.Append(default, Labels.Of(labels).View, (Start + at).ToUnixTimeMilliseconds(), value).Outcome);
        appender.Commit();
    }

    public RuleGroup Group(RuleGroupSettings settings, params Rule[] rules) => new(new RuleGroupIdentity("rules.yml", "g"), settings, rules, Services);

    public RuleGroup Group(params Rule[] rules) => Group(new RuleGroupSettings(TimeSpan.FromMinutes(1), TimeSpan.Zero, 0), rules);

    public static RecordingRule Recording(string metric, string query, params (string Name, string Value)[] labels) =>
        new(metric, QueryRequest.Instant(query, 0), query, RuleLabels.Of(labels.Select(static label => KeyValuePair.Create(label.Name, label.Value))));

    public static AlertingRule Alerting(string query, AlertingRuleOptions options) =>
        new(options, QueryRequest.Instant(query, 0), query) { IsRestored = true };

    public Task EvaluateAsync(RuleGroup group, TimeSpan at) => group.EvaluateAsync(Start + at, CancellationToken.None, TestContext.Current.CancellationToken);

    /// <summary>The elements of a query some time behind the start, sorted, a line each.</summary>
    public string Ask(string query, TimeSpan at)
    {
        var result = _engine.Evaluate(_database, QueryRequest.Instant(query, (Start + at).ToUnixTimeMilliseconds()), TestContext.Current.CancellationToken);
        var lines = new List<string>();
        foreach (var series in result.Series)
        {
            foreach (var point in series)
            {
                lines.Add(series.Labels + " " + point.Value.ToString(CultureInfo.InvariantCulture));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }
}

/// <summary>Keeps what it is told.</summary>
internal sealed class Receiver : IAlertReceiver
{
    private readonly Lock _lock = new();
    private readonly List<Alert> _alerts = [];

    public void Send(string expression, IReadOnlyList<Alert> alerts)
    {
        lock (_lock)
        {
            _alerts.AddRange(alerts);
        }
    }

    /// <summary>What has come since the last time.</summary>
    public IReadOnlyList<Alert> Take()
    {
        lock (_lock)
        {
            Alert[] taken = [.. _alerts];
            _alerts.Clear();
            return taken;
        }
    }
}
