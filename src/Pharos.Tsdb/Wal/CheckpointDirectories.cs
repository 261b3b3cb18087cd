using System.Globalization;

namespace Pharos.Tsdb.Wal;

/// <summary>A checkpoint: it stands for all segments up to and including its number.</summary>
public readonly record struct CheckpointDirectory(int Segment, string Path);

/// <summary>The checkpoints in a log's directory, as <c>checkpoint.00000007</c>.</summary>
public static class CheckpointDirectories
{
    internal const string TemporarySuffix = ".tmp";

    private const string Prefix = "checkpoint.";

    public static string PathOf(string directory, int segment) =>
        Path.Combine(directory, Prefix + segment.ToString("D8", CultureInfo.InvariantCulture));

    /// <summary>The one that reading begins with; null if there is none.</summary>
    public static CheckpointDirectory? Last(string directory)
    {
        var all = List(directory);
        return all.Count == 0 ? null : all[^1];
    }

    /// <summary>Deletes the checkpoints with lower numbers.</summary>
    public static void DeleteBefore(string directory, int segment)
    {
        foreach (var checkpoint in List(directory))
        {
            if (checkpoint.Segment < segment)
            {
                Directory.Delete(checkpoint.Path, recursive: true);
            }
        }
    }

    /// <summary>Deletes what the making of a checkpoint left that was stopped.</summary>
    public static void DeleteUnfinished(string directory)
    {
        foreach (var path in Directory.EnumerateDirectories(directory, Prefix + "*" + TemporarySuffix).ToList())
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static List<CheckpointDirectory> List(string directory)
    {
        var checkpoints = new List<CheckpointDirectory>();
        if (!Directory.Exists(directory))
        {
            return checkpoints;
        }

        foreach (var path in Directory.EnumerateDirectories(directory, Prefix + "*"))
        {
            var number = Path.GetFileName(path.AsSpan())[Prefix.Length..];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var segment))
            {
                checkpoints.Add(new CheckpointDirectory(segment, path));
            }
        }

        checkpoints.Sort(static (left, right) => left.Segment.CompareTo(right.Segment));
        return checkpoints;
    }
}
