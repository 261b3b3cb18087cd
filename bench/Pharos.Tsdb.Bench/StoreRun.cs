using System.Diagnostics;
using System.Globalization;

namespace Pharos.Tsdb.Bench;

/// <summary>
/// The whole measurement: each part in a process of its own, so that the memory of one is not counted for another. Needs about 12 GB of disk for a
/// million series, and deletes what it made as it goes.
/// </summary>
internal static class StoreRun
{
    public static int Run(string[] args)
    {
        var root = Path.GetFullPath(args[0]);
        var series = args.Length > 1 ? args[1] : "1000000";
        var prometheus = args.Length > 2 ? args[2] : null;
        Directory.CreateDirectory(root);
        string In(string name) => Path.Combine(root, name);
        Load(In("live"), In("before-cut"), series);
        if (prometheus is not null)
        {
            Copy(In("before-cut"), In("peer"));
            Self("peer", In("peer"), prometheus, "1");
            Directory.Delete(In("peer"), recursive: true);
        }

        Self("replay", In("before-cut"));
        Directory.Delete(In("before-cut"), recursive: true);
        Console.WriteLine("after the cut and the kill:");
        Self("replay", In("live"), "only");
        Directory.Delete(In("live"), recursive: true);
        Self("fill", In("blocks"), (int.Parse(series, CultureInfo.InvariantCulture) / 5).ToString(CultureInfo.InvariantCulture));
        if (prometheus is not null)
        {
            Copy(In("blocks"), In("peer"));
            Directory.Delete(Path.Combine(In("peer"), "wal"), recursive: true);
            Directory.Delete(Path.Combine(In("peer"), "chunks_head"), recursive: true);
            Self("peer", In("peer"), prometheus, "2", "6h");
            Directory.Delete(In("peer"), recursive: true);
        }

        Self("compact", In("blocks"));
        Directory.Delete(In("blocks"), recursive: true);
        Self("postings", series);
        return 0;
    }

    /// <summary>Runs the load, copies its directory as it is before the block is cut, and kills it in the end.</summary>
    private static void Load(string live, string copy, string series)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "load", live, series },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            Console.WriteLine(line);
            switch (line)
            {
                case "ready to be copied":
                    Copy(live, copy);
                    process.StandardInput.WriteLine();
                    process.StandardInput.Flush();
                    break;
                case "ready to be killed":
                    process.Kill();
                    break;
            }
        }

        process.WaitForExit();
    }

    /// <summary>As a kill at that moment would leave it: nothing is written meanwhile.</summary>
    private static void Copy(string from, string to)
    {
        Execute("cp", "-r", "--sparse=always", from, to);
        File.Delete(Path.Combine(to, "lock"));
    }

    private static void Self(params string[] arguments) => Execute(Environment.ProcessPath!, arguments);

    private static void Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }
}
