using System.Runtime.InteropServices;

namespace Pharos.Foundation.Files;

/// <summary>Makes the names in a directory durable: that files were created in it, renamed or deleted.</summary>
public static partial class DirectorySync
{
    /// <summary>Tells that a directory was flushed: one durable step is done. Tests of crashes listen.</summary>
    public static Action<string>? Flushed { get; set; }

    /// <summary>Returns when the directory's entries are on the disk. Does nothing on Windows, which has no such call.</summary>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The runtime opens no handles for directories.
        var descriptor = Open(directory, 0);
        if (descriptor < 0)
        {
            throw Failure("open", directory);
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw Failure("fsync", directory);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }

        Flushed?.Invoke(directory);
    }

    private static IOException Failure(string call, string directory)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{directory}: {call}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
