namespace Pharos.Foundation.Files;

/// <summary>Small files that are there with their old or with their new content, whatever happens in between.</summary>
public static class ReplacedFile
{
    /// <summary>
    /// Writes beside, flushes to the disk, renames and flushes the directory. The name beside is the path with <c>.tmp</c>; it is removed
    /// when something fails.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var beside = path + ".tmp";
        try
        {
            using (var handle = File.OpenHandle(beside, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(handle, content, 0);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }

        DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
