using System.Globalization;
using System.Text;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Time;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Tools;

/// <summary>Blocks as a table for people and scripts, in the columns that <c>promtool tsdb list</c> has.</summary>
public static class BlockTable
{
    private const int LeastWidth = 13;
    private const int Gap = 2;

    private static readonly string[] Header = ["BLOCK ULID", "MIN TIME", "MAX TIME", "DURATION", "NUM SAMPLES", "NUM CHUNKS", "NUM SERIES", "SIZE"];

    /// <summary>A line for each block; columns are as wide as what stands in this table.</summary>
    /// <param name="humanReadable">Dates instead of milliseconds, units instead of bytes.</param>
    public static string Format(IReadOnlyList<Block> blocks, bool withHeader, bool humanReadable)
    {
        var rows = blocks.Select(block => Row(block, humanReadable)).ToList();
        if (withHeader)
        {
            rows.Insert(0, Header);
        }

        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length - 1; column++)
            {
                var width = Math.Max(LeastWidth, rows.Max(other => other[column].Length) + Gap);
                text.Append(row[column].PadRight(width));
            }

            text.Append(row[^1]).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Row(Block block, bool humanReadable)
    {
        var meta = block.Meta;
        return
        [
            meta.Ulid.ToString(),
            Time(meta.MinTimeMs, humanReadable),
            Time(meta.MaxTimeMs, humanReadable),
            BlockDuration.Format(meta),
            Number(meta.Stats.Samples),
            Number(meta.Stats.Chunks),
            Number(meta.Stats.Series),
            humanReadable ? ByteSize.Format(block.SizeBytes) : Number((ulong)block.SizeBytes),
        ];
    }

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>To the second, towards 1970. What is beyond the calendar stays a number.</summary>
    private static string Time(long timestampMs, bool humanReadable)
    {
        var seconds = timestampMs / 1000;
        return humanReadable && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss +0000 'UTC'", CultureInfo.InvariantCulture)
            : timestampMs.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>The time that a block covers, in Go's words.</summary>
internal static class BlockDuration
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    public static string Format(BlockMeta meta) => GoDuration.Format(unchecked((meta.MaxTimeMs - meta.MinTimeMs) * NanosecondsPerMillisecond));
}
