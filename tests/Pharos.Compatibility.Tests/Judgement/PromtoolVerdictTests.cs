using System.Text;
using Pharos.Formats.Negotiation;

namespace Pharos.Compatibility.Tests.Judgement;

/// <summary>Promtool judges small expositions in the text format as our reader does, but for where it is known to read otherwise.</summary>
public sealed class PromtoolVerdictTests
{
    [Fact]
    public async Task CheckMetrics_SmallExpositions_AreJudgedAsOursAre()
    {
        var differences = new List<string>();
        foreach (var index in SmallExpositions.Indexes(ExpositionFormat.PrometheusText004))
        {
            var judged = SmallExpositions.All[index];
            var result = await Promtool.CheckMetricsAsync(Encoding.UTF8.GetBytes(judged.Exposition));
            var isGood = result.ExitCode is 0 or Promtool.Complaints;
            if (isGood == judged.IsGood != judged.PromtoolDiffers is null)
            {
                differences.Add($"{judged.Exposition}: {(isGood ? "taken" : result.Error.Trim())}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }
}
