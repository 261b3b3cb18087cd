using System.Diagnostics;
using Pharos.Testing;

namespace Pharos.Tsdb.Tests.Disks;

/// <summary>A file system of a few mebibytes in memory, which can be full or read-only. Only who may mount has one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder;

    private SmallDisk(TemporaryFolder folder)
    {
        _folder = folder;
    }

    /// <summary>Where a test can put its directory.</summary>
    public string Data => Path.Combine(Mount, "data");

    private string Mount => _folder.File("disk");

    private string Ballast => Path.Combine(Mount, "ballast");

    /// <summary>Skips the test where nothing can be mounted.</summary>
    public static SmallDisk Create(int mebibytes)
    {
        var disk = new SmallDisk(new TemporaryFolder());
        Directory.CreateDirectory(disk.Mount);
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", disk.Mount))
        {
            return disk;
        }

        disk._folder.Dispose();
        Assert.Skip("a small file system cannot be mounted here: it takes the rights of the administrator");
        return disk;
    }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        using var file = File.OpenHandle(Ballast, FileMode.Create, FileAccess.Write);
        var block = new byte[4096];
        try
        {
            for (long offset = 0; ; offset += block.Length)
            {
                RandomAccess.Write(file, block, offset);
            }
        }
        catch (IOException)
        {
            // That is what it is written for.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Ballast);

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Mount));

    public void Dispose()
    {
        _ = Run("umount", "-l", Mount);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
