using System.Globalization;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Tests.Compaction;

namespace Pharos.Tsdb.Tests.Head.Snapshots;

/// <summary>
/// A database that is closed, abandoned and opened again, and what was stored in it: floats and both kinds of histograms, some late, some deleted, and
/// exemplars.
/// </summary>
internal sealed class MixedStore : IDisposable
{
    public const long Second = 1_000;

    private static readonly DatabaseOptions Options = new()
    {
        MaintenanceInterval = TimeSpan.Zero,
        Retention = static () => default,
        MaxBlockDuration = TimeSpan.FromHours(2),
        OutOfOrderWindow = TimeSpan.FromHours(1),
        WalSegmentBytes = 64 << 10,
        SnapshotOnShutdown = true,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly List<Database> _abandoned = [];
    private int _copies;
    private int _round;

    public MixedStore()
    {
        Directory = _folder.File("0");
        Open();
    }

    public string Directory { get; private set; }

    public Database Database { get; private set; } = null!;

    /// <summary>Of the last opening.</summary>
    public LogLines Log { get; private set; } = null!;

    public string[] Snapshots => System.IO.Directory.GetDirectories(Directory, "chunk_snapshot.*");

    public void Open(bool withSnapshots = true, Instrumentation.MetricRegistry? registry = null)
    {
        Log = new LogLines();
        Database = Database.Open(
            Directory, Options with { SnapshotOnShutdown = withSnapshots }, new DatabaseServices { Log = Log, Metrics = registry });
    }

    public void Reopen(bool withSnapshots = true)
    {
        Database.Dispose();
        Open(withSnapshots);
    }

    /// <summary>The files as they are now, as after a kill, and the database that finds them.</summary>
    public void Abandon(bool withSnapshots = true, Instrumentation.MetricRegistry? registry = null)
    {
        _abandoned.Add(Database);
        var target = _folder.File($"{++_copies}");
        Copy(Directory, target);
        Directory = target;
        Open(withSnapshots, registry);
    }

    /// <summary>The next to be abandoned is a directory that is closed.</summary>
    public void GoBackTo(string directory) => Directory = directory;

    /// <summary>Stores so many rounds of a second each.</summary>
    public void Write(int rounds, long stepMs = Second)
    {
        using var appender = Database.NewAppender();
        for (var end = _round + rounds; _round < end; _round++)
        {
            var time = _round * stepMs;
            for (var i = 0; i < 3; i++)
            {
                var series = appender.Append(SeriesRef.None, Named("float", i), time, _round % 50 == 49 ? SpecialValues.StaleNaN : _round * i / 7.0).Series;
                _ = appender.AppendExemplar(series, Labels.Of(("trace", Text(_round))).View, _round, time);
            }

            var histogram = new Histogram
            {
                Schema = 1,
                Count = (ulong)_round + 1,
                Sum = _round,
                PositiveSpans = [new(_round / 90, 1)],
                PositiveBuckets = [_round + 1],
            };
            appender.Append(SeriesRef.None, Named("whole", 0), time, histogram);
            appender.Append(SeriesRef.None, Named("broken", 0), time, histogram.ToFloat());
            if (_round % 40 < 20)
            {
                appender.Append(SeriesRef.None, Named("changing", 0), time, _round);
            }
            else
            {
                appender.Append(SeriesRef.None, Named("changing", 0), time, histogram);
            }

            if (_round % 10 == 9)
            {
                appender.Append(SeriesRef.None, Named("float", 0), time - 5 * Second - 3, 1);
            }

            appender.Commit();
        }
    }

    public void Delete(long minTimeMs, long maxTimeMs) =>
        Database.Delete(minTimeMs, maxTimeMs, [new Matcher(Pharos.Model.MatchType.Equal, "i", "2")], TestContext.Current.CancellationToken);

    /// <summary>All there is, samples and exemplars, by series.</summary>
    public Dictionary<string, string> Read()
    {
        var found = ReadSamples();
        foreach (var series in Database.SelectExemplars(long.MinValue, long.MaxValue, [[new Matcher(Pharos.Model.MatchType.NotEqual, "__name__", "")]]))
        {
            found["exemplars of " + series.Series] = string.Join('\n', series.Exemplars);
        }

        return found;
    }

    public Dictionary<string, string> ReadSamples()
    {
        using var querier = Database.NewQuerier(long.MinValue, long.MaxValue);
        return Sample.ReadAll(querier.Select(sorted: true, null, [], TestContext.Current.CancellationToken))
            .ToDictionary(static series => series.Key.ToString(), static series => string.Join('\n', series.Value));
    }

    public void Dispose()
    {
        Database.Dispose();
        _abandoned.ForEach(static database => database.Dispose());
        _folder.Dispose();
    }

    private static LabelsView Named(string name, int i) => Labels.Of(("__name__", name), ("i", Text(i))).View;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Copy(string directory, string target)
    {
        System.IO.Directory.CreateDirectory(target);
        foreach (var folder in System.IO.Directory.GetDirectories(directory))
        {
            Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
        }

        foreach (var file in System.IO.Directory.GetFiles(directory).Where(static file => Path.GetFileName(file) != "lock"))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new FileStream(Path.Combine(target, Path.GetFileName(file)), FileMode.CreateNew, FileAccess.Write);

            // Files of chunks are made at their full length, most of which is never written to.
            var buffer = new byte[1 << 16];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
                {
                    copy.Position = source.Position - read;
                    copy.Write(buffer, 0, read);
                }
            }

            copy.SetLength(source.Length);
        }
    }
}
