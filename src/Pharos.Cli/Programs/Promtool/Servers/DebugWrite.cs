using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Net;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>Collects what a server tells about itself into an archive in the current folder.</summary>
internal static class DebugWrite
{
    private const string Archive = "debug.tar.gz";

    /// <summary>Profiles are measured for half a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static int Run(Terminal terminal, string server, IReadOnlyList<DebugFile> files, string archive = Archive)
    {
        try
        {
            using var client = new ServerFlag(new Flags.Command("", "")).Client(server);
            var collected = new List<(string Name, byte[] Body)>();
            foreach (var file in files)
            {
                terminal.Output.Write($"collecting: {client.Url(file.Path)}\n");
                if (Fetch(terminal, client, file) is { } body)
                {
                    collected.Add((file.Name, body));
                }
            }

            if (collected.Count == 0)
            {
                throw new PromtoolException($"{client.Url("")} has nothing of that; no archive is written");
            }

            Write(archive, collected);
            terminal.Output.Write($"Compiling debug information complete, all files written in \"{archive}\".\n");
            return 0;
        }
        catch (Exception error) when (error is PromtoolException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            terminal.Error.Write($"error completing debug command: {error.Message}\n");
            return 1;
        }
    }

    /// <summary>Null if the server does not have it, which is said.</summary>
    private static byte[]? Fetch(Terminal terminal, ServerClient client, DebugFile file)
    {
        var answer = client.Get(file.Path, Patience);
        if (answer.Status == HttpStatusCode.NotFound && file.Path.StartsWith("/debug/pprof/", StringComparison.Ordinal))
        {
            terminal.Error.Write($"skipped {file.Name}: the server has no Go profiles; a Pharos server tells about its runtime in /metrics (dotnet_*, process_*)\n");
            return null;
        }

        if (answer.Status != HttpStatusCode.OK)
        {
            throw new PromtoolException(string.Create(CultureInfo.InvariantCulture, $"{client.Url(file.Path)}: server returned HTTP status {(int)answer.Status}"));
        }

        return file.IsProfile ? Decompressed(answer.Body) : answer.Body;
    }

    private static byte[] Decompressed(byte[] body)
    {
        if (body is not [0x1f, 0x8b, ..])
        {
            return body;
        }

        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var all = new MemoryStream();
        gzip.CopyTo(all);
        return all.ToArray();
    }

    private static void Write(string archive, List<(string Name, byte[] Body)> files)
    {
        using var file = File.Create(archive);
        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        foreach (var (name, body) in files)
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
            {
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite,
                DataStream = new MemoryStream(body),
            });
        }
    }
}
