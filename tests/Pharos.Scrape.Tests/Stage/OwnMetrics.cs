using System.Globalization;
using System.Text;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Instrumentation;

namespace Pharos.Scrape.Tests.Stage;

/// <summary>Reads a registry as its users do: by its exposition.</summary>
internal static class OwnMetrics
{
    public static string Text(MetricRegistry registry)
    {
        var buffer = new ByteBuffer(0);
        var writer = new PrometheusTextWriter(buffer);
        registry.Collect(writer);
        writer.Complete();
        return Encoding.UTF8.GetString(buffer.Written);
    }

    /// <summary>The value of the series that stands in the exposition so; null if there is none.</summary>
    public static double? Value(MetricRegistry registry, string series)
    {
        var line = Text(registry).Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[(series.Length + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
