using System.Globalization;

namespace Pharos.Tsdb.Blocks.Segments;

/// <summary>The numbers of a file of chunks; see <c>docs/chunk-segments.md</c>.</summary>
internal static class ChunkSegmentFormat
{
    public const uint Magic = 0x85BD_40DD;
    public const byte Version = 1;
    public const int HeaderBytes = 8;
    public const int EncodingBytes = 1;
    public const int ChecksumBytes = 4;

    /// <summary>What the length of a chunk takes at the most.</summary>
    public const int LengthBytes = 5;

    public static string FileName(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The files of a folder that have a number for a name, in the order in which chunks refer to them.</summary>
    public static string[] Files(string directory)
    {
        var files = Array.FindAll(Directory.GetFiles(directory), static path => IsNumber(Path.GetFileName(path.AsSpan())));
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static bool IsNumber(ReadOnlySpan<char> name) => ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
