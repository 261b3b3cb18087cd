using System.Globalization;
using Pharos.Testing.Waiting;

namespace Pharos.EndToEnd.Tests;

/// <summary>What the system knows of a process that says nothing itself.</summary>
internal static class ProcessFiles
{
    /// <summary>Waits until the process listens on a TCP port, and returns it.</summary>
    public static async Task<int> ListeningPortAsync(int process) =>
        (await Eventually.SeenAsync(() => FindPort(process), static port => port is not null, "a process that listens")).GetValueOrDefault();

    /// <summary>Memory of the process alone: its heaps and stacks, not the files that it maps.</summary>
    public static long AnonymousBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("RssAnon:".Length, line.Length - "RssAnon:".Length - " kB".Length).Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Waits until so much memory is as it should be.</summary>
    public static Task AnonymousBytesAsync(int process, Predicate<long> isEnough) =>
        Eventually.SeenAsync(() => AnonymousBytes(process), isEnough, "memory to be given or taken");

    private static int? FindPort(int process)
    {
        var sockets = Directory.EnumerateFiles($"/proc/{process}/fd").Select(static link => new FileInfo(link).LinkTarget)
            .Where(static target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(static target => target![8..^1]).ToHashSet(StringComparer.Ordinal);

        // Columns: slot, local address as HEX:PORT, remote, state (0A is listening), ..., inode as the tenth.
        foreach (var line in File.ReadLines($"/proc/{process}/net/tcp").Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns[3] == "0A" && sockets.Contains(columns[9]))
            {
                return int.Parse(columns[1].AsSpan(columns[1].IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
