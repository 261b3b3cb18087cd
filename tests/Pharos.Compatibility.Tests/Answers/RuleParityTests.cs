using System.Globalization;
using Pharos.Testing;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>The same rules here and in a real Prometheus: what both say of them, of their alerts and of the series that they store.</summary>
public sealed class RuleParityTests
{
    private const string Rules =
        """
        groups:
        - name: first
          interval: 1s
          labels: {team: all, gone: here}
          rules:
          - record: zone:value
            expr: label_replace(vector(2), "zone", "a", "", "") or label_replace(vector(3), "zone", "b", "", "")
            labels: {kind: recorded, gone: ""}
          - alert: Instant
            expr: zone:value > 2
            labels: {severity: page, about: '{{ $labels.zone }}-{{ $value }}'}
            annotations:
              summary: 'zone {{ $labels.zone | toUpper }} has {{ $value | humanize }}, {{ printf "%.2f" .Value }}'
              wrong: 'before {{ .Nope }} after'
              failing: '{{ query "nothing" | first }}'
              asked: '{{ range query "zone:value" | sortByLabel "zone" }}{{ .Labels.zone }}={{ .Value }} {{ end }}'
          - alert: Waiting
            expr: zone:value
            for: 1h
          - alert: Inactive
            expr: zone:value > 5
            for: 90s
            keep_firing_for: 2m
          - record: broken
            expr: zone:value
            labels: {zone: ""}
          - record: histogram
            expr: vector(1) and vector(2)
        - name: second
          interval: 1s
          limit: 1
          labels: {of: second}
          rules:
          - record: too:many
            expr: zone:value
          - record: one
            expr: 1
        """;

    /// <summary>NOW is the same moment for both.</summary>
    private static readonly string[] Requests =
    [
        "api/v1/rules",
        "api/v1/rules?type=alert",
        "api/v1/rules?type=record",
        "api/v1/rules?exclude_alerts=true",
        "api/v1/rules?rule_name[]=Instant&rule_name[]=one",
        "api/v1/rules?rule_group[]=second",
        "api/v1/rules?rule_group[]=none",
        "api/v1/rules?file[]=/none",
        "api/v1/rules?match[]={severity=\"page\"}",
        "api/v1/rules?match[]={kind=\"recorded\"}&match[]={severity=\"page\"}",
        "api/v1/rules?group_limit=1",
        "api/v1/alerts",
        "api/v1/query?query=ALERTS&time=NOW",
        "api/v1/query?query=ALERTS_FOR_STATE%20*%200&time=NOW",
        "api/v1/query?query={__name__=~\"zone:.*|one|broken|too:many|histogram\"}&time=NOW",
    ];

    [Fact]
    public async Task Rules_OfOneFile_ComeToTheSameAsInPrometheus()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("rules.yml"), Rules, TestContext.Current.CancellationToken);
        await using var servers = await ServerPair.StartAsync(folder, $"global: {{external_labels: {{region: eu}}}}\nrule_files: [{folder.File("rules.yml")}]\n");

        // Two evaluations later everything is stored: alerts only from then on, since they could have been active before.
        await servers.UntilBothAsync("api/v1/query?query=ALERTS", "Waiting");
        await servers.UntilBothAsync("api/v1/rules", "exceeded limit");
        await servers.UntilBothAsync("api/v1/query?query=one", "\"one\"");
        var now = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1e3).ToString(CultureInfo.InvariantCulture);
        await servers.AssertSameAsync([.. Requests.Select(request => request.Replace("NOW", now, StringComparison.Ordinal))]);
    }
}
