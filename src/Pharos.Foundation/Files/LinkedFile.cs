using System.Runtime.InteropServices;

namespace Pharos.Foundation.Files;

/// <summary>A second name for a file that does not change.</summary>
public static partial class LinkedFile
{
    /// <summary>
    /// Gives the file another name; where that cannot be, on another file system for instance, makes a copy, which is on the disk when this returns.
    /// Fails when there is a file of that name.
    /// </summary>
    public static void Create(string source, string target)
    {
        if (!OperatingSystem.IsWindows() && Link(source, target) == 0)
        {
            return;
        }

        File.Copy(source, target);
        using var handle = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);
}
