using System.Globalization;
using System.Text;
using Pharos.Formats;
using Pharos.Formats.Negotiation;
using Pharos.Testing;

namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>
/// Expositions in files: <c>NAME.prom.txt</c> and <c>NAME.om.txt</c>. In our own, <c>@ms-5@</c> and <c>@s-5@</c> stand for the time five
/// seconds ago, in milliseconds and in seconds, since Prometheus takes no samples of long ago.
/// </summary>
internal static class ExpositionFiles
{
    /// <summary>The longest time ago that a file may name, in seconds.</summary>
    private const int LongestAgo = 120;

    private static readonly ExpositionOptions Converted = new() { ConvertClassicHistograms = true };
    private static readonly ExpositionOptions ConvertedBesideClassic = Converted with { KeepClassicHistograms = true };

    private static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "tests", "Pharos.Compatibility.Tests", "Exposition", "Cases");

    public static IEnumerable<string> OwnNames() => Cases(OwnFiles(), 0).Select(static one => one.Name);

    public static IEnumerable<string> ConformanceNames() => Cases(ConformanceFiles(), 0).Select(static one => one.Name);

    public static IEnumerable<ExpositionCase> All(TimeProvider time) =>
        Cases([.. OwnFiles(), .. ConformanceFiles()], time.GetUtcNow().ToUnixTimeMilliseconds());

    private static string[] OwnFiles() => Directory.GetFiles(Folder);

    private static IReadOnlyList<string> ConformanceFiles() => ConformanceData.Files("exposition");

    /// <summary>Each file as it is, with its histograms converted, and with both forms of them.</summary>
    private static IEnumerable<ExpositionCase> Cases(IEnumerable<string> paths, long nowMs)
    {
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var isOpenMetrics = path.EndsWith(".om.txt", StringComparison.Ordinal);
            var format = isOpenMetrics ? ExpositionFormat.OpenMetricsText100 : ExpositionFormat.PrometheusText004;
            var file = new ExpositionCase(Path.GetFileName(path), format, WithTimes(File.ReadAllText(path), nowMs));
            yield return file;
            yield return file.With(".nhcb", Converted);
            yield return file.With(".nhcb-and-classic", ConvertedBesideClassic);
        }
    }

    private static byte[] WithTimes(string text, long nowMs)
    {
        for (var ago = 0; ago <= LongestAgo && text.Contains('@', StringComparison.Ordinal); ago++)
        {
            var timeMs = nowMs - ago * 1000;
            text = text
                .Replace($"@ms-{ago}@", timeMs.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace($"@s-{ago}@", (timeMs / 1000m).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }
}
