using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Model.Families;
using Pharos.Server.Configuration;
using Pharos.Server.Reloading;
using Pharos.Testing;
using Pharos.Testing.Time;

namespace Pharos.Server.Tests.Reloading;

/// <summary>A reloader over a file, with rooms that note what they are given.</summary>
internal sealed class ReloaderFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MetricRegistry _metrics;
    private TaskCompletionSource _lastRoomApplied = new();

    public ReloaderFixture()
    {
        _metrics = new MetricRegistry(Time);
        Write("global: {scrape_interval: 1s}");
        Reloader = new ServerReloader(
            Path, () => ConfigurationLoading.Load(Path),
            [("first", configuration => Take("first", configuration)), ("second", configuration => Take("second", configuration))], Log, _metrics, Time);
    }

    public string Path => _folder.File("pharos.yml");

    public ManualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public ServerReloader Reloader { get; }

    /// <summary>Room and interval, in the order in which they were applied.</summary>
    public List<string> Applied { get; } = [];

    /// <summary>Done when the last room has got a configuration since the last <see cref="Forget"/>.</summary>
    public Task LastRoomApplied => _lastRoomApplied.Task;

    /// <summary>The room that cannot take a configuration.</summary>
    public string Failing { get; set; } = "";

    public void Write(string text) => File.WriteAllText(Path, text);

    public void WriteBeside(string name, string text) => File.WriteAllText(_folder.File(name), text);

    public void Forget()
    {
        Applied.Clear();
        _lastRoomApplied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public double Metric(string name)
    {
        var numbers = new Numbers();
        _metrics.Collect(numbers);
        return numbers.Values[name];
    }

    public void Dispose() => _folder.Dispose();

    private bool Take(string room, ServerConfiguration configuration)
    {
        lock (Applied)
        {
            Applied.Add($"{room} {configuration.Global.Scrape.Interval.TotalSeconds}");
        }

        if (room == "second")
        {
            _lastRoomApplied.TrySetResult();
        }

        return room != Failing;
    }

    private sealed class Numbers : IMetricSink
    {
        private string _name = "";

        public Dictionary<string, double> Values { get; } = new(StringComparer.Ordinal);

        public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit) =>
            _name = System.Text.Encoding.UTF8.GetString(name);

        public void Number(LabelsView labels, scoped in NumberPoint point) => Values[_name] = point.Value;

        public void Summary(LabelsView labels, scoped in SummaryPoint point)
        {
            // There are none.
        }

        public void Histogram(LabelsView labels, scoped in HistogramPoint point)
        {
            // There are none.
        }
    }
}
