using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pharos.Foundation.Files;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb;
using Pharos.Tsdb.Agent;

namespace Pharos.CrashWriter;

/// <summary>
/// Several threads that append batches to a store that is cut, compacted and truncated all the time.
/// </summary>
internal static class CrashingWriter
{
    public const int Writers = 3;
    public const int SeriesPerWriter = 10;
    public const long StepMs = 1000;
    private const int BatchesUntilClosed = 40;

    /// <summary>A block for each minute of samples, in which a series has sixty.</summary>
    private static readonly DatabaseOptions Options = new()
    {
        MinBlockDuration = TimeSpan.FromMinutes(1),
        MaxBlockDuration = TimeSpan.FromMinutes(9),
        Retention = static () => default,
        WalSegmentBytes = 32 << 10,
        MaintenanceInterval = TimeSpan.FromMilliseconds(20),
    };

    /// <summary>A log that is shortened all the time, and loses nothing by it.</summary>
    private static readonly AgentOptions AgentOptions = new()
    {
        TruncateFrequency = TimeSpan.FromMilliseconds(20),
        MaxWalTime = TimeSpan.FromDays(36_500),
        WalSegmentBytes = 32 << 10,
    };

    public static void Run(string directory, int firstBatch, int killAtStep, string kind)
    {
        ArmAt(killAtStep);
        using var output = Console.OpenStandardOutput();
        int[] next = [.. Enumerable.Repeat(firstBatch, Writers)];
        switch (kind)
        {
            case "agent":
                var agent = AgentStore.Open(directory, AgentOptions);
                Write(output, "ready");
                AppendAll(agent, output, next, int.MaxValue);
                break;
            case "snapshots":
                Write(output, "ready");
                while (true)
                {
                    using var reopened = Database.Open(directory, Options with { SnapshotOnShutdown = true });
                    AppendAll(reopened, output, next, BatchesUntilClosed);
                }

            default:
                var database = Database.Open(directory, Options with { IsShortOfMemory = kind == "short" });
                Write(output, "ready");
                AppendAll(database, output, next, int.MaxValue);
                break;
        }
    }

    private static void ArmAt(int killAtStep)
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
    }

    /// <summary>Each writer appends so many batches from its next one on.</summary>
    private static void AppendAll(IAppendable store, Stream output, int[] next, int batches)
    {
        var threads = Enumerable.Range(0, Writers)
            .Select(writer => new Thread(() => next[writer] = Append(store, output, writer, next[writer], batches))).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
    }

    private static int Append(IAppendable store, Stream output, int writer, int firstBatch, int batches)
    {
        var labels = Enumerable.Range(0, SeriesPerWriter)
            .Select(series => Labels.Of(("__name__", "crash"), ("writer", Text(writer)), ("series", Text(series)))).ToArray();
        var references = new SeriesRef[SeriesPerWriter];
        using var appender = store.NewAppender();
        var batch = firstBatch;
        for (var left = batches; left > 0; left--, batch++)
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

        return batch;
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
