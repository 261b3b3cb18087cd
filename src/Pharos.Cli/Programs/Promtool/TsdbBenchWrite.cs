using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Time;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The command <c>tsdb bench write</c>: how many samples per second a database takes.</summary>
internal static class TsdbBenchWrite
{
    private const int ScrapesAtOnce = 100;
    private const int SeriesOfShard = 1000;
    private const long ScrapeIntervalMs = 30_000;
    private const double FirstValue = 123456789;

    public static int Run(TextWriter output, string directory, string file, int metrics, int scrapes)
    {
        var isTemporary = directory.Length == 0;
        directory = isTemporary ? Directory.CreateTempSubdirectory("tsdb_bench").FullName : directory;
        try
        {
            var storage = Path.Combine(directory, "storage");
            if (Directory.Exists(storage))
            {
                Directory.Delete(storage, recursive: true);
            }

            Bench(output, storage, file, metrics, scrapes);
            return 0;
        }
        finally
        {
            if (isTemporary)
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private static void Bench(TextWriter output, string storage, string file, int metrics, int scrapes)
    {
        using var database = Database.Open(storage, new DatabaseOptions { MaintenanceInterval = TimeSpan.Zero });
        List<Labels> series = [];
        Measure(output, "readData", () => series = ReadSeries(file, metrics));
        long total = 0;
        var elapsed = Measure(output, "ingestScrapes", () =>
        {
            total = Ingest(database, series, scrapes);
            output.Write("ingestion completed\n");
        });
        var rate = new ByteBuffer();
        GoFloat.Append(rate, total / elapsed.TotalSeconds);
        output.Write(string.Create(CultureInfo.InvariantCulture, $" > total samples: {total}\n > samples/sec: {rate}\n"));
        Measure(output, "stopStorage", database.Dispose);
    }

    private static TimeSpan Measure(TextWriter output, string stage, Action action)
    {
        output.Write($">> start stage={stage}\n");
        var started = TimeProvider.System.GetTimestamp();
        action();
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        output.Write($">> completed stage={stage} duration={GoDuration.Format(elapsed)}\n");
        return elapsed;
    }

    private static long Ingest(Database database, List<Labels> series, int scrapes)
    {
        long total = 0;
        var shards = series.Chunk(SeriesOfShard).ToArray();
        for (var first = 0L; first < scrapes; first += ScrapesAtOnce)
        {
            var start = first * ScrapeIntervalMs;
            try
            {
                Parallel.ForEach(shards, shard => Interlocked.Add(ref total, IngestShard(database, shard, start)));
            }
            catch (AggregateException exception)
            {
                // Of several shards that failed, the first says enough.
                ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            }
        }

        return total;
    }

    private static long IngestShard(Database database, Labels[] series, long timestampMs)
    {
        var references = new SeriesRef[series.Length];
        using var appender = database.NewAppender();
        for (var scrape = 1; scrape <= ScrapesAtOnce; scrape++)
        {
            timestampMs += ScrapeIntervalMs;
            for (var i = 0; i < series.Length; i++)
            {
                var result = appender.Append(references[i], series[i].View, timestampMs, FirstValue + 1000 * scrape);
                references[i] = result.Series;
                if (result.Outcome != AppendOutcome.Accepted)
                {
                    throw new PromtoolException($"add sample: {result.Outcome.Message()}");
                }
            }

            appender.Commit();
        }

        return (long)ScrapesAtOnce * series.Length;
    }

    /// <summary>A series for each line, those that are there already left out.</summary>
    private static List<Labels> ReadSeries(string file, int most)
    {
        if (!File.Exists(file))
        {
            throw new PromtoolException($"open {file}: no such file or directory");
        }

        var series = new List<Labels>();
        var seen = new HashSet<Labels>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            if (series.Count >= most)
            {
                break;
            }

            number++;
            if (line.Length > 0 && ReadLabels(line, number) is var labels && seen.Add(labels))
            {
                series.Add(labels);
            }
        }

        return series;
    }

    private static Labels ReadLabels(string line, int number)
    {
        try
        {
            var labels = new LabelsBuilder();
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    labels.Set(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(reader.GetString() ?? ""));
                }
            }

            return labels.ToLabels();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new PromtoolException(
                string.Create(CultureInfo.InvariantCulture, $"line {number}: expected an object with the labels of a series: {exception.Message}"));
        }
    }
}
