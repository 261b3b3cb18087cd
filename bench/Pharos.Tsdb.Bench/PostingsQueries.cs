using System.Diagnostics;
using System.Globalization;
using Pharos.Model;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Chunks;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Bench;

/// <summary>Finds series by matchers in a head of a million, a tenth of which have a value of their own.</summary>
internal static class PostingsQueries
{
    private const int Rounds = 50;

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Path.Combine(Path.GetTempPath(), $"pharos-postings-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            using var head = new HeadStore(new HeadOptions(), new HeadChunkFiles(Path.Combine(folder, "chunks_head")));
            using (var appender = head.NewAppender())
            {
                for (var i = 0; i < count; i++)
                {
                    _ = appender.Append(default, Labels.Of(("__name__", "m"), ("a", i % 10 == 0 ? "x" : "z"), ("b", $"{"vwxy"[i / 10 % 4]}{i % 1000}"), ("c", i % 3 == 0 ? "" : "set"), ("id", $"id-{i % (count / 10)}"), ("n", $"{i}")).View, 1000, 1);
                    if (i % 1000 == 999)
                    {
                        appender.Commit();
                    }
                }

                appender.Commit();
            }

            Time(head, """{a="x",b=~"y.*",c!=""}""", Of(MatchType.Equal, "a", "x"), Of(MatchType.Regex, "b", "y.*"), Of(MatchType.NotEqual, "c", ""));
            Time(head, """{a="x",b=~".*7",c!=""}""", Of(MatchType.Equal, "a", "x"), Of(MatchType.Regex, "b", ".*7"), Of(MatchType.NotEqual, "c", ""));
            Time(head, """{id=~"id-12.*5"}  (100 k values)""", Of(MatchType.Regex, "id", "id-12.*5"));
            Time(head, """{id=~".*[13]5"}  (100 k values)""", Of(MatchType.Regex, "id", ".*[13]5"));
            Time(head, """{id!~"id-1.*"}  (100 k values)""", Of(MatchType.NotRegex, "id", "id-1.*"));
            Time(head, """{n="777777"}""", Of(MatchType.Equal, "n", "777777"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Matcher Of(MatchType type, string name, string value) => new(type, name, value);

    private static void Time(HeadStore head, string what, params Matcher[] matchers)
    {
        var times = new double[Rounds];
        var found = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            found = head.Finder.Select(matchers, CancellationToken.None).Length;
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"{what,-40} {found,9:N0} series, first quartile {times[Rounds / 4]:N2} ms, median {times[Rounds / 2]:N2} ms");
    }
}
