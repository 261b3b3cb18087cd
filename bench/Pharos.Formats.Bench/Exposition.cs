using Pharos.Formats.Negotiation;
using Pharos.Testing;

namespace Pharos.Formats.Bench;

/// <summary>An exposition to measure with: a conformance file, or for protobuf one that is written from it.</summary>
public sealed record Exposition(string Name, ExpositionMedia Media, byte[] Bytes)
{
    /// <summary>The readers' usual options; start timestamps come from created series.</summary>
    public static ExpositionOptions Options { get; } = new() { SkipCreatedSeries = true };

    /// <summary>For the benchmark's table.</summary>
    public override string ToString() => Name;

    public static IEnumerable<Exposition> Text()
    {
        var folder = ConformanceFiles.Expositions ?? throw new DirectoryNotFoundException(
            $"there is no folder {Path.Combine(ConformanceFiles.Folder, "exposition")}: set PHAROS_CONFORMANCE to the folder of the conformance files");
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            var media = file.EndsWith(".om.txt", StringComparison.Ordinal) ? ExpositionMedia.OpenMetrics : ExpositionMedia.PrometheusText;
            yield return new Exposition(Path.GetFileName(file), media, File.ReadAllBytes(file));
        }
    }

    public static IEnumerable<Exposition> Protobuf() => Text()
        .Where(static text => text.Media == ExpositionMedia.PrometheusText)
        .Select(static text => new Exposition(text.Name + " as protobuf", ExpositionMedia.Protobuf, SampleSet.Read(text).Write(ExpositionFormat.PrometheusProto)));
}
