using System.IO.Enumeration;
using Pharos.Foundation.Bytes;

namespace Pharos.Instrumentation.Runtime;

/// <summary>The real <c>/proc</c>. On systems without it nothing can be read.</summary>
internal sealed class ProcFiles : IProcFiles
{
    // The largest file read here, the network statistics, has some 10 KB. The rest of a larger one would be of no use.
    private const int MaxBytes = 1 << 20;

    public bool TryRead(string path, ByteBuffer content)
    {
        content.Clear();
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // No length is asked for, since these files do not know theirs.
            using var file = File.OpenHandle("/proc/" + path);
            while (content.Length < MaxBytes)
            {
                var read = RandomAccess.Read(file, content.GetSpan(4096), content.Length);
                if (read == 0)
                {
                    return true;
                }

                content.Advance(read);
            }

            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public bool TryCount(string path, out int entries)
    {
        entries = 0;
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            foreach (var _ in new FileSystemEnumerable<byte>("/proc/" + path, static (ref _) => 0))
            {
                entries++;
            }

            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
