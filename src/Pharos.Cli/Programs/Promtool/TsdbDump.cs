using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Merging;
using Pharos.Tsdb;
using Pharos.Tsdb.Tools;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Which samples are dumped.</summary>
/// <param name="SandboxRoot">Where a temporary folder may be made; null for the data directory itself.</param>
/// <param name="MinTimeMs">The first time.</param>
/// <param name="MaxTimeMs">The last time.</param>
/// <param name="Selectors">Series that fulfil any of them.</param>
internal sealed record DumpSelection(string? SandboxRoot, long MinTimeMs, long MaxTimeMs, IReadOnlyList<string> Selectors);

/// <summary>The commands <c>tsdb dump</c> and <c>tsdb dump-openmetrics</c>: what is in a data directory, as text.</summary>
internal static class TsdbDump
{
    public static int Run(TextWriter output, string directory, DumpSelection selection, DumpFormat format)
    {
        DataDirectory.Require(directory);
        var selectors = selection.Selectors.Select(SelectorText.Parse).ToList();
        using var database = Database.OpenReadOnly(directory, selection.SandboxRoot);
        using var querier = database.NewQuerier(selection.MinTimeMs, selection.MaxTimeMs);
        using var series = Select(querier, selectors);
        new SeriesDump(output, format).Write(series);
        return series.Warnings is { Count: > 0 } warnings ? throw new PromtoolException(string.Join('\n', warnings)) : 0;
    }

    private static SeriesSet Select(IQuerier querier, List<Matcher[]> selectors)
    {
        // Several sets are merged, which needs them in order.
        var sorted = selectors.Count > 1;
        return MergedSeriesSet.Of([.. selectors.Select(matchers => querier.Select(sorted, null, matchers))]);
    }
}
