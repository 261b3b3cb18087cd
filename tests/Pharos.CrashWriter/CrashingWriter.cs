using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pharos.Foundation.Files;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb;

namespace Pharos.CrashWriter;

/// <summary>
/// Several threads that append batches to a database whose blocks are so short that it is cut, compacted and truncated all the time.
/// </summary>
internal static class CrashingWriter
{
    public const int Writers = 3;
    public const int SeriesPerWriter = 10;
    public const long StepMs = 1000;

    /// <summary>A block for each minute of samples, in which a series has sixty.</summary>
    private static readonly DatabaseOptions Options = new()
    {
        MinBlockDuration = TimeSpan.FromMinutes(1),
        MaxBlockDuration = TimeSpan.FromMinutes(9),
        Retention = static () => default,
        WalSegmentBytes = 32 << 10,
        MaintenanceInterval = TimeSpan.FromMilliseconds(20),
    };

    public static void Run(string directory, int firstBatch, int killAtStep)
    {
        var steps = 0;
        if (killAtStep > 0)
        {
            DirectorySync.Flushed += _ =>
            {
                if (Interlocked.Increment(ref steps) == killAtStep)
                {
                    Process.GetCurrentProcess().Kill();
                }
            };
        }

        var database = Database.Open(directory, Options);
        using var output = Console.OpenStandardOutput();
        Write(output, "ready");
        var threads = Enumerable.Range(0, Writers).Select(writer => new Thread(() => Append(database, output, writer, firstBatch))).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
    }

    private static void Append(Database database, Stream output, int writer, int firstBatch)
    {
        var labels = Enumerable.Range(0, SeriesPerWriter)
            .Select(series => Labels.Of(("__name__", "crash"), ("writer", Text(writer)), ("series", Text(series)))).ToArray();
        var references = new SeriesRef[SeriesPerWriter];
        using var appender = database.NewAppender();
        for (var batch = firstBatch; ; batch++)
        {
            if (!TryFill(appender, references, labels, batch))
            {
                // The writers run apart: who is left behind by more than the store accepts goes on further ahead.
                appender.Rollback();
                batch += 30;
                continue;
            }

            appender.Commit();
            Write(output, $"{writer} {Text(batch)}");
        }
    }

    private static bool TryFill(IAppender appender, SeriesRef[] references, Labels[] labels, int batch)
    {
        for (var series = 0; series < SeriesPerWriter; series++)
        {
            var result = appender.Append(references[series], labels[series].View, batch * StepMs, batch);
            references[series] = result.Series;
            if (result.Outcome == AppendOutcome.OutOfBounds)
            {
                return false;
            }

            if (result.Outcome != AppendOutcome.Accepted)
            {
                throw new InvalidOperationException($"batch {batch}: {result.Outcome}");
            }
        }

        return true;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One write, so that a line is there whole or not at all.</summary>
    private static void Write(Stream output, string line)
    {
        lock (output)
        {
            output.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }
}
