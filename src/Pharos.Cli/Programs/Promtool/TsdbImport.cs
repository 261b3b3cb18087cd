using System.Globalization;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Tools;

namespace Pharos.Cli.Programs.Promtool;

/// <param name="LongestBlock">What blocks may cover at most; never less than two hours.</param>
/// <param name="Labels">Put on all series.</param>
internal sealed record ImportOptions(TimeSpan LongestBlock, IReadOnlyList<KeyValuePair<string, string>> Labels, bool HumanReadable, bool Quiet);

/// <summary>
/// The command <c>tsdb create-blocks-from openmetrics</c>. The file is read once to see which blocks there will be, and then once for every few of
/// them, so that memory is needed for those few.
/// </summary>
internal static class TsdbImport
{
    private const long ShortestBlockMs = 2 * 60 * 60 * 1000;

    public static int Run(TextWriter output, string path, string directory, ImportOptions options)
    {
        if (!File.Exists(path))
        {
            throw new PromtoolException($"stat {path}: no such file or directory");
        }

        using var input = OpenMetricsFile.Open(path);
        Directory.CreateDirectory(directory);
        var blockMs = BlockRanges.Of(ShortestBlockMs, (long)options.LongestBlock.TotalMilliseconds)[^1];
        var plan = new ImportPlan(blockMs);
        Within("getting min and max timestamp: ", () => input.ForEachSample((ref reader) =>
        {
            if (!reader.HasTimestamp)
            {
                return "expected timestamp for series got none";
            }

            plan.Add(reader.TimestampMs);
            return null;
        }));
        Within("block creation: process blocks: ", () => CreateBlocks(output, input, plan, blockMs, directory, options));
        return 0;
    }

    private static void CreateBlocks(TextWriter output, OpenMetricsFile input, ImportPlan plan, long blockMs, string directory, ImportOptions options)
    {
        var ulids = new UlidSource(TimeProvider.System);
        var withHeader = !options.Quiet;
        foreach (var numbers in plan.Passes())
        {
            using var pass = new ImportPass(numbers, plan, blockMs, ulids, options.Labels);
            input.ForEachSample(pass.Append);
            foreach (var meta in pass.Write(directory))
            {
                if (!options.Quiet)
                {
                    using var block = Block.Open(Path.Combine(directory, meta.Ulid.ToString()));
                    output.Write(BlockTable.Format([block], withHeader, options.HumanReadable));
                    withHeader = false;
                }
            }
        }
    }

    private static void Within(string where, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is PromtoolException or IOException or UnauthorizedAccessException)
        {
            throw new PromtoolException(string.Create(CultureInfo.InvariantCulture, $"{where}{exception.Message}"));
        }
    }
}
