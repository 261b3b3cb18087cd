using System.Runtime.InteropServices;

namespace Pharos.Server;

/// <summary>The machine, as the log's start names it.</summary>
internal static class HostDetails
{
    public static string Describe() =>
        $"({Kernel("ostype", "unknown")} {Kernel("osrelease", "unknown")} {Kernel("version", "")} {RuntimeInformation.OSArchitecture} {Environment.MachineName})";

    private static string Kernel(string name, string otherwise)
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/" + name).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Only a log line; a system without /proc has other means to say what it is.
            return otherwise;
        }
    }
}
