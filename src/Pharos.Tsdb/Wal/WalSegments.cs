using System.Globalization;
using Pharos.Storage;

namespace Pharos.Tsdb.Wal;

/// <summary>A segment's number and file.</summary>
public readonly record struct WalSegment(int Index, string Path);

/// <summary>The segment files of a log: their names are their numbers, in eight digits or as many as it takes.</summary>
public static class WalSegments
{
    public static string PathOf(string directory, int index) => Path.Combine(directory, index.ToString("D8", CultureInfo.InvariantCulture));

    /// <summary>
    /// All segments in ascending order; none if the directory is not there. Other files are passed over. A gap between the numbers is
    /// damage: what it held is missing.
    /// </summary>
    public static IReadOnlyList<WalSegment> List(string directory)
    {
        var segments = new List<WalSegment>();
        if (!Directory.Exists(directory))
        {
            return segments;
        }

        foreach (var path in Directory.EnumerateFiles(directory))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                segments.Add(new WalSegment(index, path));
            }
        }

        segments.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        for (var i = 1; i < segments.Count; i++)
        {
            if (segments[i].Index != segments[i - 1].Index + 1)
            {
                throw new CorruptionException(
                    $"segments are not sequential: {segments[i].Index} follows {segments[i - 1].Index}", path: directory);
            }
        }

        return segments;
    }
}
