using System.Globalization;
using Pharos.Cli.Flags;
using Pharos.Tsdb.Tools;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The commands below <c>promtool tsdb</c>, with the flags and arguments of the reference.</summary>
internal static class TsdbCommands
{
    private const string DefaultDirectory = "data/";
    private const string EverySeries = "{__name__=~'(?s:.*)'}";

    public static void AddTo(Command root)
    {
        var tsdb = root.Add(new Command("tsdb", "Run tsdb commands."));
        AddBench(tsdb);
        AddAnalyze(tsdb);
        AddList(tsdb);
        AddDump(tsdb);
        AddDumpOpenMetrics(tsdb);
        AddCreateBlocks(tsdb);
    }

    private static Argument DatabasePath => new("db path", $"Database path (default is {DefaultDirectory}).") { Default = DefaultDirectory };

    private static SwitchFlag HumanReadable => new("human-readable", "Print human readable values.") { Short = 'r' };

    private static void AddBench(Command tsdb)
    {
        var bench = tsdb.Add(new Command("bench", "Run benchmarks."));
        ValueFlag<string> output = new("out", "Set the output path. The folder storage in it is made anew.", FlagType.Text, "benchout");
        ValueFlag<int> metrics = new("metrics", "Number of metrics to read.", FlagType.Integer(minimum: 0), "10000");
        ValueFlag<int> scrapes = new("scrapes", "Number of scrapes to simulate.", FlagType.Integer(minimum: 0), "3000");
        Argument file = new("file", "Input file with the labels of a series in each line, as JSON.") { Default = "../../tsdb/testdata/20kseries.json" };
        var write = bench.Add(new Command("write", "Run a write performance benchmark.")
        {
            Run = terminal => TsdbBenchWrite.Run(terminal.Output, output.Value!, file.Value, metrics.Value, scrapes.Value),
        });
        write.Add(output);
        write.Add(metrics);
        write.Add(scrapes);
        write.Add(file);
    }

    private static void AddAnalyze(Command tsdb)
    {
        ValueFlag<int> limit = new("limit", "How many items to show in each list.", FlagType.Integer(int.MinValue), "20");
        SwitchFlag extended = new("extended", "Run extended analysis.");
        ValueFlag<string> match = new("match", "Series selector to analyze. Only 1 set of matchers is supported now.", FlagType.Text, null);
        var directory = DatabasePath;
        Argument block = new("block id", "Block to analyze (default is the last block).");
        var analyze = tsdb.Add(new Command("analyze", "Analyze churn, label pair cardinality and compaction efficiency.")
        {
            Run = terminal => TsdbAnalyze.Run(terminal.Output, directory.Value, block.Value, limit.Value, extended.Value, match.Value ?? ""),
        });
        analyze.Add(limit);
        analyze.Add(extended);
        analyze.Add(match);
        analyze.Add(directory);
        analyze.Add(block);
    }

    private static void AddList(Command tsdb)
    {
        var directory = DatabasePath;
        var humanReadable = HumanReadable;
        var list = tsdb.Add(new Command("list", "List tsdb blocks.") { Run = terminal => TsdbList.Run(terminal.Output, directory.Value, humanReadable.Value) });
        list.Add(humanReadable);
        list.Add(directory);
    }

    private static void AddDump(Command tsdb)
    {
        var range = new DumpFlags(EverySeries);
        ValueFlag<bool> labelsOnly = new(
            "format", "Output format of the dump (prom (default) or seriesjson).", FlagType.OneOf(("prom", false), ("seriesjson", true)), "prom")
        { Placeholder = "prom" };
        var directory = DatabasePath;
        var dump = tsdb.Add(new Command("dump", "Dump data (series+samples or optionally just series) from a TSDB.")
        {
            Run = terminal => TsdbDump.Run(
                terminal.Output, directory.Value, range.ToSelection(), labelsOnly.Value ? DumpFormat.SeriesJson : DumpFormat.Prometheus),
        });
        range.AddTo(dump);
        dump.Add(labelsOnly);
        dump.Add(directory);
    }

    private static void AddDumpOpenMetrics(Command tsdb)
    {
        var range = new DumpFlags(EverySeries);
        var directory = DatabasePath;
        var dump = tsdb.Add(new Command(
            "dump-openmetrics",
            "[Experimental] Dump samples from a TSDB into OpenMetrics text format, without native histograms, which OpenMetrics cannot represent.")
        {
            Run = terminal => TsdbDump.Run(terminal.Output, directory.Value, range.ToSelection(), DumpFormat.OpenMetrics),
        });
        range.AddTo(dump);
        dump.Add(directory);
    }

    private static void AddCreateBlocks(Command tsdb)
    {
        var create = tsdb.Add(new Command("create-blocks-from", "[Experimental] Import samples from input and produce TSDB blocks."));
        var humanReadable = create.Add(HumanReadable);
        var quiet = create.Add(new SwitchFlag("quiet", "Do not print created blocks.") { Short = 'q' });
        var longest = create.Add(new ValueFlag<TimeSpan>(
            "max-block-duration", "Maximum duration created blocks may span. Anything less than 2h is ignored.", FlagType.GoTime, null)
        { IsHidden = true, Placeholder = "<duration>" });
        ValueFlag<KeyValuePair<string, string>> labels = new(
            "label", "Label to attach to metrics. Can be specified multiple times. Example --label=label_name=label_value", FlagType.Pair, null)
        { IsRepeatable = true, Placeholder = "LABEL" };
        Argument input = new("input file", "OpenMetrics file to read samples from.") { IsRequired = true };
        Argument output = new("output directory", "Output directory for generated blocks.") { Default = DefaultDirectory };
        var openMetrics = create.Add(new Command("openmetrics", "Import samples from OpenMetrics input and produce TSDB blocks.")
        {
            Run = terminal => TsdbImport.Run(
                terminal.Output, input.Value, output.Value, new ImportOptions(longest.Value, labels.Values, humanReadable.Value, quiet.Value)),
        });
        openMetrics.Add(labels);
        openMetrics.Add(input);
        openMetrics.Add(output);
        create.Add(new Command("rules", "Create blocks of data for new recording rules.") { ComesWith = "the rule engine" });
    }

    /// <summary>The flags that both dumps have.</summary>
    private sealed class DumpFlags(string everySeries)
    {
        private readonly ValueFlag<string> _sandbox = new(
            "sandbox-dir-root",
            "Root directory where a sandbox directory will be created, which is used in case WAL replay generates chunks (default is the database path). The sandbox is cleaned up at the end.",
            FlagType.Text,
            null);

        private readonly ValueFlag<long> _min = new(
            "min-time", "Minimum timestamp to dump, in milliseconds since the Unix epoch.", FlagType.Long, long.MinValue.ToString(CultureInfo.InvariantCulture));

        private readonly ValueFlag<long> _max = new(
            "max-time", "Maximum timestamp to dump, in milliseconds since the Unix epoch.", FlagType.Long, long.MaxValue.ToString(CultureInfo.InvariantCulture));

        private readonly ValueFlag<string> _match = new("match", "Series selector. Can be specified multiple times.", FlagType.Text, everySeries) { IsRepeatable = true };

        public void AddTo(Command command)
        {
            command.Add(_sandbox);
            command.Add(_min);
            command.Add(_max);
            command.Add(_match);
        }

        public DumpSelection ToSelection() => new(_sandbox.Value, _min.Value, _max.Value, _match.Values);
    }
}
