using System.Globalization;
using System.Text;
using Pharos.Configuration;
using Pharos.Formats.Negotiation;
using Pharos.Model;
using Pharos.Scrape.Appending;
using Pharos.Scrape.Options;
using Pharos.Scrape.Targets;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Scrape.Tests;

/// <summary>A target without a network: expositions go into a real store as scrapes of it would, and come out as text.</summary>
internal sealed class ScrapedTarget : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Database _database;
    private readonly TargetAppend _append;
    private readonly ScrapeFeatures _features;
    private ScrapeSettings _settings;

    /// <param name="job">The fields of the scrape section, as YAML lines.</param>
    /// <param name="labels">The target's labels.</param>
    public ScrapedTarget(string job = "", params (string Name, string Value)[] labels)
        : this(new ScrapeFeatures(), new DatabaseOptions(), job, labels)
    {
    }

    public ScrapedTarget(ScrapeFeatures features, DatabaseOptions store, string job = "", params (string Name, string Value)[] labels)
    {
        _features = features;
        _database = Database.Open(_folder.Path, store with { MaintenanceInterval = TimeSpan.Zero });
        Target = MakeTarget(Job(job), labels);
        _settings = new ScrapeSettings(Job(job), Target, _features);
        _append = new TargetAppend(
            _database, Target.Labels, Target.Reading with { AddTypeAndUnitLabels = features.AddsTypeAndUnitLabels, SkipCreatedSeries = features.ReadsStartTimes });
    }

    public Target Target { get; }

    public TargetMemory Memory => _append.Memory;

    public ScrapeCounts Counts { get; private set; }

    public static ScrapeJob Job(string yaml)
    {
        var text = "job_name: test\n" + yaml;
        var problems = new ConfigurationProblems();
        var options = OptionsReader.Read<ScrapeOptions>(text, "test.yml", problems);
        options.Resolve(new ScrapeDefaults(), problems);
        problems.ThrowIfAny();
        return new ScrapeJob(options);
    }

    /// <summary>Goes over to a job that was changed.</summary>
    public void Reload(string job)
    {
        _settings = new ScrapeSettings(Job(job), Target, _features);
        _append.Memory.Relearn();
    }

    /// <summary>One scrape; null if it went well, else why not.</summary>
    public string? Scrape(long timeMs, string exposition, ExpositionMedia media = ExpositionMedia.PrometheusText)
    {
        using var appender = _database.NewAppender();
        var failure = _append.Append(appender, _settings, media, Encoding.UTF8.GetBytes(exposition), timeMs, out var counts);
        Counts = counts;
        appender.Commit();
        return failure?.Message;
    }

    /// <summary>A scrape that got no answer.</summary>
    public void Fail(long timeMs)
    {
        using var appender = _database.NewAppender();
        _append.AppendNothing(appender, timeMs);
        appender.Commit();
    }

    /// <summary>All series in order, each with its samples: <c>{__name__="a"} 1@1000 stale@2000</c>.</summary>
    public IReadOnlyList<string> Stored()
    {
        var lines = new List<string>();
        using var querier = _database.NewQuerier(long.MinValue, long.MaxValue);
        using var found = querier.Select(sorted: true, hints: null, [new Matcher(Pharos.Model.MatchType.Regex, "__name__"u8, ".+"u8)]);
        while (found.MoveNext())
        {
            lines.Add(found.Labels.ToString() + " " + string.Join(' ', Samples(found)));
        }

        return lines;
    }

    /// <summary>Time, count and sum of all histograms of the only series that has such.</summary>
    public IReadOnlyList<(long TimeMs, ulong Count, double Sum)> StoredHistograms()
    {
        var histograms = new List<(long, ulong, double)>();
        using var querier = _database.NewQuerier(long.MinValue, long.MaxValue);
        using var found = querier.Select(sorted: true, hints: null, [new Matcher(Pharos.Model.MatchType.Regex, "__name__"u8, ".+"u8)]);
        while (found.MoveNext())
        {
            var samples = found.Samples();
            var histogram = new Model.Histograms.Histogram();
            while (samples.Peek() == SampleKind.Histogram)
            {
                histograms.Add((samples.ReadHistogram(histogram), histogram.Count, histogram.Sum));
            }
        }

        return histograms;
    }

    /// <summary>What the store's log has of metric families, in order: name, type, unit and help.</summary>
    public IReadOnlyList<string> LoggedMetadata()
    {
        var names = new Dictionary<ulong, string>();
        var lines = new List<string>();
        using var log = new WalReader(Path.Combine(_folder.Path, "wal"));
        while (log.MoveNext())
        {
            switch (RecordTypes.Of(log.Record))
            {
                case RecordType.Series:
                    for (var series = new SeriesRecordReader(log.Record); series.MoveNext();)
                    {
                        names[series.Series] = Encoding.UTF8.GetString(series.Labels.MetricName);
                    }

                    break;
                case RecordType.Metadata:
                    for (var metadata = new MetadataRecordReader(log.Record); metadata.MoveNext();)
                    {
                        lines.Add($"{names[metadata.Series]} {metadata.Type} \"{Encoding.UTF8.GetString(metadata.Unit)}\" \"{Encoding.UTF8.GetString(metadata.Help)}\"");
                    }

                    break;
            }
        }

        return lines;
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static Target MakeTarget(ScrapeJob job, (string Name, string Value)[] labels)
    {
        var group = Labels.Of([.. labels]);
        return new TargetBuilder(job).Build(group, Labels.Of(("__address__", "host:1")), out _, out var error) ?? throw new InvalidOperationException(error);
    }

    private static IEnumerable<string> Samples(SeriesSet series)
    {
        var samples = series.Samples();
        var times = new long[64];
        var values = new double[64];
        var all = new List<string>();
        while (true)
        {
            var count = samples.ReadFloats(times, values);
            if (count == 0)
            {
                return all;
            }

            for (var i = 0; i < count; i++)
            {
                var value = SpecialValues.IsStale(values[i]) ? "stale" : values[i].ToString(CultureInfo.InvariantCulture);
                all.Add($"{value}@{times[i]}");
            }
        }
    }
}
