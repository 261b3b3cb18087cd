namespace Pharos.Scrape.Tests;

/// <summary>What of a job's change makes a loop read labels again.</summary>
public sealed class ScrapeJobTests
{
    public static TheoryData<string, string, bool> Changes => new()
    {
        { "static_configs: [{targets: ['a:1']}]", "static_configs: [{targets: ['a:1', 'b:1']}]", true },
        { "", "scrape_interval: 7s", true },
        { "", "sample_limit: 7", true },
        { "", "basic_auth: {username: u, password: p}", true },
        { "", "relabel_configs: [{target_label: a, replacement: b}]", true },
        { "", "honor_labels: true", false },
        { "", "label_limit: 7", false },
        { "", "label_name_length_limit: 7", false },
        { "", "label_value_length_limit: 7", false },
        { "", "metric_name_validation_scheme: legacy", false },
        { "metric_relabel_configs: [{target_label: a, replacement: b}]", "metric_relabel_configs: [{target_label: a, replacement: c}]", false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void MakesSameSeriesAs_OnlyWhatConcernsLabelsCounts(string before, string after, bool expected)
    {
        Assert.Equal(expected, ScrapedTarget.Job(after).MakesSameSeriesAs(ScrapedTarget.Job(before)));
        Assert.NotEqual(ScrapedTarget.Job(before).Identity, ScrapedTarget.Job(after).Identity);
    }
}
