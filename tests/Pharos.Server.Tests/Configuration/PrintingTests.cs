using Pharos.Configuration;
using Pharos.Server.Configuration;
using Pharos.Testing;

namespace Pharos.Server.Tests.Configuration;

public sealed class PrintingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("scrape_configs: [job_name: a]")]
    [InlineData("global: {scrape_interval: 5s}")]
    [InlineData("otlp: {promote_resource_attributes: [a, ' b ']}\nstorage: {tsdb: {}}")]
    [InlineData(Configurations.Rich)]
    public void Print_ReadAgain_IsTheSame(string text)
    {
        var configuration = ConfigurationLoading.Parse(text, "/etc/pharos.yml");
        var printed = OptionsWriter.Print(configuration);
        var again = ConfigurationLoading.Parse(printed, "/elsewhere/pharos.yml");
        Assert.Equal(OptionsWriter.Identity(configuration), OptionsWriter.Identity(again));
        Assert.Equal(printed, OptionsWriter.Print(again));
    }

    [Fact]
    public void Print_ConformanceFiles_AreTheSameWhenReadAgain()
    {
        var files = ConformanceData.Files("config").Where(static file => file.EndsWith("good.yml", StringComparison.Ordinal)).ToArray();
        Assert.SkipWhen(files.Length == 0, ConformanceData.Absence);
        var compared = 0;
        foreach (var file in files)
        {
            ServerConfiguration configuration;
            try
            {
                configuration = ConfigurationLoading.Load(file);
            }
            catch (ConfigurationException)
            {
                // Whether it should be accepted is another test's business.
                continue;
            }

            compared++;
            Assert.Equal(OptionsWriter.Identity(configuration), OptionsWriter.Identity(ConfigurationLoading.Parse(OptionsWriter.Print(configuration), file)));
        }

        Assert.True(compared > files.Length / 2);
    }

    [Fact]
    public void Print_RichConfiguration_LeavesNothingOut()
    {
        // Every field of the text is one of what is printed, so that a field which is read and not printed is noticed.
        var printed = OptionsWriter.Print(ConfigurationLoading.Parse(Configurations.Rich, "/etc/pharos.yml"));
        foreach (var name in Names(Configurations.Rich).Except(["none"]))
        {
            Assert.Contains(name + ":", printed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Print_Secrets_AreNotShown()
    {
        var configuration = ConfigurationLoading.Parse(Configurations.Secret, "/etc/pharos.yml");
        var printed = OptionsWriter.Print(configuration);
        Assert.DoesNotContain("hidden", printed, StringComparison.Ordinal);
        Assert.Equal(10, Count(printed, "<secret>"));
        Assert.Equal(3, Count(printed, "user:xxxxx@"));
        Assert.Equal(3, Count(printed, "shown"));
        Assert.Equal(13, Count(OptionsWriter.Identity(configuration), "hidden"));
        Assert.Equal(printed, OptionsWriter.Print(ConfigurationLoading.Parse(printed, "/etc/pharos.yml")));
    }

    [Fact]
    public void Print_NothingSaid_ShowsDefaultsInTheUsualOrder()
    {
        const string Expected =
            """
            global:
              scrape_interval: 1m
              scrape_timeout: 10s
              evaluation_interval: 1m
              metric_name_validation_scheme: utf8
            runtime:
              gogc: 75
            otlp:
              translation_strategy: UnderscoreEscapingWithSuffixes
              label_name_underscore_sanitization: true
              label_name_preserve_multiple_underscores: true

            """;
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GOGC") is not null, "the environment sets GOGC");
        Assert.Equal(Expected, OptionsWriter.Print(ConfigurationLoading.Parse("", "/etc/pharos.yml")));
    }

    [Fact]
    public void Print_Job_HasWhatItTakesFromOthers()
    {
        const string Expected =
            """
            scrape_configs:
            - job_name: a
              honor_timestamps: true
              track_timestamps_staleness: false
              scrape_interval: 20s
              scrape_timeout: 10s
              scrape_protocols:
              - OpenMetricsText1.0.0
              - OpenMetricsText0.0.1
              - PrometheusText1.0.0
              - PrometheusText0.0.4
              scrape_native_histograms: false
              always_scrape_classic_histograms: false
              convert_classic_histograms_to_nhcb: false
              metrics_path: /metrics
              scheme: http
              enable_compression: true
              sample_limit: 9
              metric_name_validation_scheme: utf8
              metric_name_escaping_scheme: allow-utf-8
              extra_scrape_metrics: false
              follow_redirects: true
              enable_http2: true
              relabel_configs:
              - source_labels:
                - x
                separator: ;
                target_label: z
                replacement: $1
                action: replace
              static_configs:
              - targets:
                - localhost:9090

            """;
        const string Text =
            """
            global: {scrape_interval: 20s, sample_limit: 9}
            scrape_configs:
            - job_name: a
              relabel_configs: [{source_labels: [x], target_label: z}]
              static_configs: [targets: ["localhost:9090"]]
            """;
        var printed = OptionsWriter.Print(ConfigurationLoading.Parse(Text, "/etc/pharos.yml"));
        Assert.Equal(Expected, printed[printed.IndexOf("scrape_configs:", StringComparison.Ordinal)..printed.IndexOf("otlp:", StringComparison.Ordinal)]);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static IEnumerable<string> Names(string text)
    {
        foreach (var piece in text.Split('\n', '{', ','))
        {
            var name = piece.Trim().TrimStart('-', '[', ' ').Split(':')[0];
            if (piece.Contains(':', StringComparison.Ordinal) && name.Contains('_', StringComparison.Ordinal) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            {
                yield return name;
            }
        }
    }
}
