using System.Text;
using Pharos.Formats.Text;

namespace Pharos.Formats.Tests.Text;

/// <summary>Reads a text exposition to the end, in one of the two formats.</summary>
internal static class TextEntries
{
    public static List<string> Prometheus(string exposition, ExpositionOptions? options = null) =>
        Prometheus(Encoding.UTF8.GetBytes(exposition), options);

    public static List<string> Prometheus(ReadOnlySpan<byte> exposition, ExpositionOptions? options = null)
    {
        var reader = new PrometheusTextReader(exposition, new ExpositionScratch(), options);
        return EntryDump.Lines(ref reader);
    }

    public static List<string> OpenMetrics(string exposition, ExpositionOptions? options = null) =>
        OpenMetrics(Encoding.UTF8.GetBytes(exposition), options);

    public static List<string> OpenMetrics(ReadOnlySpan<byte> exposition, ExpositionOptions? options = null)
    {
        var reader = new OpenMetricsReader(exposition, new ExpositionScratch(), options);
        return EntryDump.Lines(ref reader);
    }
}
