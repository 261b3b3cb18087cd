using System.Text;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Files;

/// <summary>What is in a file of targets: JSON if its name says so, else YAML.</summary>
public static class TargetFile
{
    /// <param name="path">The source of the groups, and a label of theirs.</param>
    /// <param name="content">All of the file.</param>
    /// <exception cref="FormatException">It is no list of targets; the message says where.</exception>
    public static IReadOnlyList<TargetGroup> Read(string path, ReadOnlyMemory<byte> content)
    {
        var label = ("__meta_filepath", path);
        return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? TargetListJson.Read(content, path, label)
            : TargetListYaml.Read(Encoding.UTF8.GetString(content.Span), path, label);
    }
}
