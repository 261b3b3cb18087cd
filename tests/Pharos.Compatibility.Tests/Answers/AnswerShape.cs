using System.Text.Json.Nodes;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>A JSON answer as text that is the same for two servers of the same configuration and data.</summary>
internal static class AnswerShape
{
    /// <summary>What depends on the clock, the process or the version: only whether it is there, and of what type.</summary>
    private static readonly HashSet<string> Volatile =
    [
        "lastScrape", "lastScrapeDuration", "startTime", "CWD", "serverTime", "lastConfigTime", "goroutineCount", "GOMEMLIMIT", "GOGC", "yaml", "hostname", "date",
        "version", "revision", "branch", "buildUser", "buildDate", "goVersion", "peakSamples", "storageRetention", "totalQueryableSamples",
        "evalTotalTime", "resultSortTime", "queryPreparationTime", "innerEvalTime", "execQueueTime", "execTotalTime",
        "evaluationTime", "lastEvaluation", "activeAt", "groupNextToken",
    ];

    /// <summary>What answers have since Prometheus 3.6: labels of targets before relabelling, a count of samples.</summary>
    private static readonly HashSet<string> New =
        ["__scrape_native_histograms__", "__convert_classic_histograms_to_nhcb__", "__always_scrape_classic_histograms__", "samplesRead"];

    /// <summary>Lists whose order is that of a file. All others of objects come in any order.</summary>
    private static readonly HashSet<string> Ordered = ["groups", "rules"];

    /// <param name="passing">Names of further fields that depend on the clock.</param>
    public static string Of(string body, IReadOnlySet<string>? passing = null)
    {
        return Normalize("", JsonNode.Parse(body));

        // Of equal counts any may be among the first.
        string Normalize(string name, JsonNode? node) => node switch
        {
            JsonValue value when Volatile.Contains(name) || passing?.Contains(name) == true => value.GetValueKind().ToString(),
            JsonObject entry when entry.Count == 2 && entry["value"] is JsonValue count && entry.ContainsKey("name") => count.ToJsonString(),
            JsonObject members => $"{{{string.Join(',', members.Where(static member => !New.Contains(member.Key)).Select(member => $"{member.Key}:{Normalize(member.Key, member.Value)}"))}}}",
            JsonArray items when !Ordered.Contains(name) && items.All(static item => item is JsonObject) => $"[{string.Join(',', items.Select(item => Normalize("", item)).Order(StringComparer.Ordinal))}]",
            JsonArray items => $"[{string.Join(',', items.Select(item => Normalize("", item)))}]",
            null => "null",
            _ => node.ToJsonString(),
        };
    }
}
