using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Tools;

namespace Pharos.Tsdb.Tests.Tools;

public sealed class SeriesDumpTests
{
    [Theory]
    [InlineData(
        DumpFormat.Prometheus,
        "{__name__=\"a\", \"b.c\"=\"<\\\"é\\n>\"} 1.5 1001\n"
        + "{__name__=\"a\", \"b.c\"=\"<\\\"é\\n>\"} NaN 2000\n"
        + "{__name__=\"a\", \"b.c\"=\"<\\\"é\\n>\"} {count:3, sum:4, (0.5,1]:3} 3000\n"
        + "{__name__=\"h\"} {count:2, sum:1, [-0.001,0.001]:2} 3000\n"
        + "{__name__=\"h\"} +Inf 4000\n")]
    [InlineData(DumpFormat.SeriesJson, "{\"__name__\":\"a\",\"b.c\":\"\\u003c\\\"é\\n\\u003e\"}\n{\"__name__\":\"h\"}\n")]
    [InlineData(DumpFormat.OpenMetrics, "a{b.c=\"<\\\"é\\n>\"} 1.5 1.001\na{b.c=\"<\\\"é\\n>\"} NaN 2.000\n# EOF\n")]
    public void Write_FloatsAndHistograms_AreInTheFormat(DumpFormat format, string expected)
    {
        using var folder = new TemporaryFolder();
        using var database = Database.Open(folder.Path, new DatabaseOptions { MaintenanceInterval = TimeSpan.Zero });
        var floats = Labels.Of(("__name__", "a"), ("b.c", "<\"é\n>"));
        var histograms = Labels.Of(("__name__", "h"));
        using (var appender = database.NewAppender())
        {
            Accept(appender.Append(default, floats.View, 1001, 1.5));
            Accept(appender.Append(default, floats.View, 2000, SpecialValues.StaleNaN));
            Accept(appender.Append(default, floats.View, 3000, new Histogram { Count = 3, Sum = 4, PositiveSpans = [new(0, 1)], PositiveBuckets = [3] }));
            Accept(appender.Append(default, histograms.View, 3000, new FloatHistogram { Count = 2, Sum = 1, ZeroThreshold = 0.001, ZeroCount = 2 }));
            appender.Commit();
            Accept(appender.Append(default, histograms.View, 4000, double.PositiveInfinity));
            appender.Commit();
        }

        using var querier = database.NewQuerier(0, 10_000);
        using var series = querier.Select(sorted: true, null, [], TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        new SeriesDump(output, format).Write(series, TestContext.Current.CancellationToken);
        Assert.Equal(expected, output.ToString());
    }

    private static void Accept(AppendResult result) => Assert.Equal(AppendOutcome.Accepted, result.Outcome);
}
