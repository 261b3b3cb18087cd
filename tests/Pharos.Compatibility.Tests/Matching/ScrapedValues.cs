using System.Text;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Formats.Negotiation;

namespace Pharos.Compatibility.Tests.Matching;

/// <summary>A real Prometheus with a series for every value of every group of patterns, and in each group one without the label.</summary>
public sealed class ScrapedValues : IAsyncLifetime
{
    private readonly ServedExpositions _served = new();
    private PrometheusServer? _prometheus;

    internal IReadOnlyList<PatternGroup> Groups { get; } = PatternGroup.Generate(groups: 20, patternsEach: 200);

    /// <summary>Skips the test where there is no Prometheus.</summary>
    internal PrometheusServer Prometheus
    {
        get
        {
            Assert.SkipWhen(_prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
            return _prometheus!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _served.Add("/values", ExpositionFormats.ContentType(ExpositionFormat.PrometheusText004, EscapingScheme.AllowUtf8), Exposition());
        await _served.StartAsync();

        // Without the labels of the target the answers are half as long.
        var job = new ScrapeJob(
            "values", _served.Address, "/values", "metric_relabel_configs:", "- {action: labeldrop, regex: instance|job|scrape}");
        _prometheus = await PrometheusServer.TryStartAsync(ScrapeJob.Configuration([job]));
        if (_prometheus is not null)
        {
            var states = await TargetState.WaitForAllAsync(_prometheus, [job]);
            Assert.True(states[job.Name].IsUp, states[job.Name].Error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        await _served.DisposeAsync();
    }

    private byte[] Exposition()
    {
        var text = new StringBuilder();
        foreach (var group in Groups)
        {
            text.Append(group.Metric).Append(" 1\n");
            foreach (var value in group.Values)
            {
                var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
                    .Replace("\"", "\\\"", StringComparison.Ordinal);
                text.Append(group.Metric).Append('{').Append(group.Label).Append("=\"").Append(escaped).Append("\"} 1\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
