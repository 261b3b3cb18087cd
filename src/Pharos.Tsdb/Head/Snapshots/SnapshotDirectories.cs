using System.Globalization;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Head.Snapshots;

/// <summary>A snapshot of the head: all that the log says up to a place in it.</summary>
internal readonly record struct SnapshotDirectory(WalPosition Position, string Path);

/// <summary>
/// The snapshots in a data directory, as <c>chunk_snapshot.000007.0000032768</c>: the segment of the log, and the place in it. One
/// that is being written has another name, under which the next start deletes it with all else that is unfinished.
/// </summary>
internal static class SnapshotDirectories
{
    internal const string TemporarySuffix = ".tmp";

    private const string Prefix = "chunk_snapshot.";

    public static string PathOf(string directory, WalPosition position) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{position.Segment:D6}.{position.Offset:D10}"));

    /// <summary>The one that goes furthest; null if there is none.</summary>
    public static SnapshotDirectory? Last(string directory)
    {
        SnapshotDirectory? last = null;
        foreach (var snapshot in List(directory))
        {
            last = last is { } other && other.Position >= snapshot.Position ? last : snapshot;
        }

        return last;
    }

    /// <summary>Deletes those that do not go as far as the place; all if there is none.</summary>
    public static void DeleteBefore(string directory, WalPosition? position)
    {
        foreach (var snapshot in List(directory))
        {
            if (position is not { } kept || snapshot.Position < kept)
            {
                Directory.Delete(snapshot.Path, recursive: true);
            }
        }
    }

    private static List<SnapshotDirectory> List(string directory)
    {
        var snapshots = new List<SnapshotDirectory>();
        foreach (var path in Directory.EnumerateDirectories(directory, Prefix + "*"))
        {
            var numbers = Path.GetFileName(path)[Prefix.Length..].Split('.');
            if (numbers.Length == 2
                && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var segment)
                && long.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            {
                snapshots.Add(new SnapshotDirectory(new WalPosition(segment, offset), path));
            }
        }

        return snapshots;
    }
}
