namespace Pharos.Tsdb.Wal;

/// <summary>The directory of a log with all that is in it: segments and checkpoints.</summary>
internal static class WalDirectory
{
    /// <summary>The lengths of all files, those in checkpoints too. Files that vanish meanwhile do not count.</summary>
    public static long SizeBytes(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return 0;
        }

        long total = 0;
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            try
            {
                total += new FileInfo(path).Length;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // Truncation was quicker.
            }
        }

        return total;
    }
}
