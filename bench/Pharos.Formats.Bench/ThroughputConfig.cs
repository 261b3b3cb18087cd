using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Pharos.Formats.Bench.Writing;
using Pharos.Formats.Negotiation;

namespace Pharos.Formats.Bench;

/// <summary>Adds a column with the throughput: bytes of the exposition by the mean time, MB being a million bytes.</summary>
internal sealed class ThroughputConfig : ManualConfig
{
    public ThroughputConfig()
    {
        AddColumn(new ThroughputColumn());
    }

    private sealed class ThroughputColumn : IColumn
    {
        public string Id => "Throughput";

        public string ColumnName => "MB/s";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Custom;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public string Legend => "Millions of bytes of the exposition a second";

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
            summary[benchmarkCase]?.ResultStatistics is { } statistics
                ? (Size(benchmarkCase) / statistics.Mean * 1000).ToString("F0", CultureInfo.InvariantCulture)
                : "-";

        private static double Size(BenchmarkCase benchmarkCase) => benchmarkCase.Parameters.Items.Select(static item => item.Value).First() switch
        {
            Exposition exposition => exposition.Bytes.Length,
            ExpositionFormat format => WritingBenchmarks.Size(format),
            var other => throw new InvalidOperationException($"{other} has no size"),
        };
    }
}
