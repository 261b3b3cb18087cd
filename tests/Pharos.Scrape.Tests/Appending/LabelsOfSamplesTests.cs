namespace Pharos.Scrape.Tests.Appending;

/// <summary>What labels a sample is stored with.</summary>
public sealed class LabelsOfSamplesTests
{
    public static TheoryData<string, string, string> Cases => new()
    {
        // job section, exposed series, stored labels
        { "", "a", "{__name__=\"a\", instance=\"host:1\", job=\"test\"}" },
        { "", "a{x=\"\"}", "{__name__=\"a\", instance=\"host:1\", job=\"test\"}" },
        { "", "a{job=\"own\"}", "{__name__=\"a\", exported_job=\"own\", instance=\"host:1\", job=\"test\"}" },
        { "", "a{job=\"\"}", "{__name__=\"a\", instance=\"host:1\", job=\"test\"}" },
        { "", "a{job=\"1\",exported_job=\"2\"}", "{__name__=\"a\", exported_exported_job=\"1\", exported_job=\"2\", instance=\"host:1\", job=\"test\"}" },
        { "honor_labels: true", "a{job=\"own\"}", "{__name__=\"a\", instance=\"host:1\", job=\"own\"}" },
        { "honor_labels: true", "a{job=\"\"}", "{__name__=\"a\", instance=\"host:1\"}" },
        { "metric_relabel_configs: [{source_labels: [__name__], target_label: copy}]", "a", "{__name__=\"a\", copy=\"a\", instance=\"host:1\", job=\"test\"}" },
        { "metric_relabel_configs: [{regex: job, action: labeldrop}]", "a", "{__name__=\"a\", instance=\"host:1\"}" },
        { "", "{\"with.dot\"}", "{__name__=\"with.dot\", instance=\"host:1\", job=\"test\"}" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scrape_StoresLabels(string job, string exposed, string expected)
    {
        using var target = new ScrapedTarget(job);
        Assert.Null(target.Scrape(1000, exposed + " 1\n"));
        Assert.Equal([expected + " 1@1000"], target.Stored());
    }

    [Fact]
    public void Scrape_TargetHasExportedLabel_ShorterNameIsRenamedFirst()
    {
        using var target = new ScrapedTarget("", ("foo", "target"), ("exported_foo", "target too"));
        Assert.Null(target.Scrape(1000, "a{foo=\"1\",exported_foo=\"2\"} 1\n"));
        Assert.Equal(
            ["{__name__=\"a\", exported_exported_exported_foo=\"2\", exported_exported_foo=\"1\", exported_foo=\"target too\", foo=\"target\", instance=\"host:1\", job=\"test\"} 1@1000"],
            target.Stored());
    }

    [Fact]
    public void Scrape_RelabellingDropsSeries_CountsItAsScrapedOnly()
    {
        using var target = new ScrapedTarget("metric_relabel_configs: [{source_labels: [__name__], regex: b, action: drop}]");
        Assert.Null(target.Scrape(1000, "a 1\nb 2\nc 3\n"));
        Assert.Equal((3, 2, 2), (target.Counts.Total, target.Counts.Kept, target.Counts.NewSeries));
        Assert.Null(target.Scrape(2000, "a 1\nb 2\nc 3\n"));
        Assert.Equal((3, 2, 0), (target.Counts.Total, target.Counts.Kept, target.Counts.NewSeries));
        Assert.Equal(2, target.Stored().Count);
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "metric_name_validation_scheme: legacy", "{\"with.dot\"}", "invalid metric name" },
        { "metric_relabel_configs: [{regex: __name__, action: labeldrop}]", "a", "missing metric name (__name__ label)" },
        { "label_limit: 3", "a{x=\"1\"}", "label_limit exceeded (metric: a, number of labels: 4, limit: 3)" },
        { "label_name_length_limit: 8", "a{nine_long=\"1\"}", "label_name_length_limit exceeded (metric: a, label name: nine_long, length: 9, limit: 8)" },
        { "label_value_length_limit: 6", "a{x=\"1234567\"}", "label_value_length_limit exceeded (metric: a, label name: x, value: \"1234567\", length: 7, limit: 6)" },
        { "sample_limit: 2", "b 1\nc 1\na", "sample limit exceeded" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Scrape_SampleIsAgainstTheRules_StoresNothing(string job, string exposed, string complaint)
    {
        using var target = new ScrapedTarget(job);
        Assert.Contains(complaint, target.Scrape(1000, exposed + " 1\n"), StringComparison.Ordinal);
        Assert.Empty(target.Stored());
    }

    [Fact]
    public void Scrape_OverTheSampleLimit_StillCountsAll()
    {
        using var target = new ScrapedTarget("sample_limit: 2");
        Assert.NotNull(target.Scrape(1000, "a 1\nb 1\nc 1\nd 1\n"));
        Assert.Equal((4, 4), (target.Counts.Total, target.Counts.Kept));
    }
}
