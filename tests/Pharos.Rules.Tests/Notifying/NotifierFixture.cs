using System.Globalization;
using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Rules.Alerting;
using Pharos.Rules.Notifying;
using Pharos.Testing.Time;

namespace Pharos.Rules.Tests.Notifying;

/// <summary>A notifier, whose Alertmanagers are found by saying so.</summary>
internal sealed class NotifierFixture : IAsyncDisposable
{
    private readonly List<FakeAlertmanager> _alertmanagers = [];
    private bool _isStopped;

    public NotifierFixture(NotifierOptions? options = null)
    {
        Notifier = new AlertNotifier(options ?? new NotifierOptions(), new HttpClientServices { Log = Log, UserAgent = "Pharos/test" }, Registry, Log, Time);
    }

    public AlertNotifier Notifier { get; }

    public ManualTime Time { get; } = new();

    public WaitedLog Log { get; } = new();

    public MetricRegistry Registry { get; } = new();

    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public async Task<FakeAlertmanager> AlertmanagerAsync()
    {
        var alertmanager = await FakeAlertmanager.StartAsync();
        _alertmanagers.Add(alertmanager);
        return alertmanager;
    }

    public bool Apply(string alerting, params (string Name, string Value)[] externalLabels)
    {
        var problems = new ConfigurationProblems();
        var options = OptionsReader.Read<AlertingOptions>(alerting, "test.yml", problems);
        options.Resolve(NameValidationScheme.Utf8, problems);
        problems.ThrowIfAny();
        return Notifier.Apply(options, Labels.Of(externalLabels), "http://pharos:9090/p", NameValidationScheme.Utf8);
    }

    /// <summary>Says what discovery finds for each entry: one Alertmanager or none.</summary>
    public void Find(params FakeAlertmanager?[] found) => Notifier.Update(found.Select(static (one, index) => (one, index)).ToDictionary(
        static pair => "config-" + pair.index.ToString(CultureInfo.InvariantCulture),
        static IReadOnlyList<TargetGroup> (pair) => pair.one is null ? [] : [new TargetGroup("0", Labels.Empty, [Labels.Of(("__address__", pair.one.Address))])],
        StringComparer.Ordinal));

    public void Send(params string[] names) => Notifier.Send("up == 0", [.. names.Select(static name => Alert(("alertname", name)))]);

    public static Alert Alert(params (string Name, string Value)[] labels) => new()
    {
        Labels = Labels.Of(labels),
        Annotations = new Dictionary<string, string>(),
        State = AlertState.Firing,
        Value = 1,
        ActiveAt = Start - TimeSpan.FromMinutes(1),
        FiredAt = Start,
        ValidUntil = Start + TimeSpan.FromMinutes(4),
    };

    /// <summary>The lines of the exposition.</summary>
    public IReadOnlyList<string> Metrics()
    {
        var text = new ByteBuffer();
        var writer = new PrometheusTextWriter(text);
        Registry.Collect(writer);
        writer.Complete();
        return text.ToString().Split('\n');
    }

    public async Task StopAsync()
    {
        _isStopped = true;
        await Notifier.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // First, so that nothing hangs while the notifier sends what still waits.
        foreach (var alertmanager in _alertmanagers)
        {
            await alertmanager.DisposeAsync();
        }

        if (!_isStopped)
        {
            await StopAsync();
        }
    }
}
