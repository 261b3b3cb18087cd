using Io.Prometheus.Client;
using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;

namespace Pharos.Formats.Tests.Protobuf;

/// <summary>What the reader makes of messages, as lines of text.</summary>
internal static class ProtobufEntries
{
    public static List<string> Of(ExpositionOptions? options, params MetricFamily[] families) =>
        Of(MetricFamilyGenerator.Delimited(families), options);

    public static List<string> Of(ReadOnlySpan<byte> exposition, ExpositionOptions? options = null)
    {
        var reader = new ProtobufReader(exposition, new ExpositionScratch(), options);
        return EntryDump.Lines(ref reader);
    }

    /// <summary>The message in the text form of protobuf's JSON mapping, which is short to write.</summary>
    public static MetricFamily Parse(string json) => MetricFamily.Parser.ParseJson(json);

    public static string[] Series(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.Split(' ')[0] is "series" or "histogram")];
}
