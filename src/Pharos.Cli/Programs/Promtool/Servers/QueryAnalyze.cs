using System.Globalization;
using System.Text.Json;
using Pharos.Foundation.Text;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>The command <c>query analyze</c>: how many buckets of histograms are in use.</summary>
internal static class QueryAnalyze
{
    private const string Header =
        """
        Bucket stats for each histogram series over time
        ------------------------------------------------
        First the min, avg, and max number of populated buckets, followed by the total
        number of buckets (only if different from the max number of populated buckets
        which is typical for classic but not native histograms).


        """;

    private const string Footer =
        """

        Aggregated bucket stats
        -----------------------
        Each line shows min/avg/max over the series above.

        """;

    /// <param name="ask">The samples of a selector over the time that is looked at.</param>
    public static void Run(TextWriter output, IReadOnlyList<string> selectors, Func<string, JsonElement> ask)
    {
        output.Write(Header);
        var (native, classic) = (new List<BucketUse>(), new List<BucketUse>());
        foreach (var selector in selectors)
        {
            var data = ask(selector);
            if (data.GetProperty("resultType").GetString() != "matrix")
            {
                throw new PromtoolException("query of buckets resulted in non-Matrix");
            }

            var series = data.GetProperty("result").EnumerateArray().ToList();
            foreach (var one in series.Where(static one => Length(one, "values") == 0 && Length(one, "histograms") > 1))
            {
                var use = BucketUse.OfNative(one.GetProperty("histograms"));
                output.Write($"- {QueryText.Metric(one)} (native): {use}\n");
                native.Add(use);
            }

            foreach (var (name, use) in Classic(series))
            {
                output.Write($"- {name} (classic): {use}\n");
                classic.Add(use);
            }
        }

        output.Write(Footer);
        output.Write(Total("Native", native));
        output.Write(Total("Classic", classic));
    }

    private static int Length(JsonElement series, string list) => series.TryGetProperty(list, out var items) ? items.GetArrayLength() : 0;

    /// <summary>Buckets of one histogram are series that differ in <c>le</c> only. Those with a single sample tell nothing about time.</summary>
    private static IEnumerable<(string Name, BucketUse Use)> Classic(List<JsonElement> series)
    {
        var histograms = new SortedDictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        foreach (var one in series.Where(static one => Length(one, "values") > 0))
        {
            var labels = GoJson.Sorted(one.GetProperty("metric"));
            var name = labels.FirstOrDefault(static label => label.Name == "__name__").Value ?? "";
            if (name.EndsWith("_bucket", StringComparison.Ordinal) && labels.Any(static label => label.Name == "le"))
            {
                var others = labels.Where(static label => label.Name is not ("__name__" or "le")).Select(static label => $"{label.Name}={GoQuote.Quote(label.Value)}");
                var key = $"{name}{{{string.Join(", ", others)}}}";
                if (!histograms.TryGetValue(key, out var buckets))
                {
                    histograms.Add(key, buckets = []);
                }

                buckets.Add(one);
            }
        }

        return histograms.Select(static histogram => (histogram.Key, Use: BucketUse.OfClassic(histogram.Value))).Where(static pair => pair.Use is not null).Select(static pair => (pair.Key, pair.Use!));
    }

    private static string Total(string kind, List<BucketUse> uses)
    {
        if (uses.Count == 0)
        {
            return "";
        }

        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"\n{kind} histogram series ({uses.Count} in total):"),
            "- min populated: " + Spread(uses.Select(static use => use.Min)),
            "- avg populated: " + Spread(uses.Select(static use => (int)use.Average)),
            "- max populated: " + Spread(uses.Select(static use => use.Max)),
            .. uses.Exists(static use => use.Max != use.Total) ? ["- total: " + Spread(uses.Select(static use => use.Total))] : Array.Empty<string>(),
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static string Spread(IEnumerable<int> numbers)
    {
        var all = numbers.ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{all.Min()}/{all.Average():F3}/{all.Max()}");
    }
}
