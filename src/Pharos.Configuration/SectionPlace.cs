using Pharos.Configuration.Yaml;

namespace Pharos.Configuration;

/// <summary>Where a section was read from.</summary>
/// <param name="Path">The way to it from the top of the file, empty for the whole.</param>
internal sealed record SectionPlace(string File, YamlNode Node, string Path)
{
    public ConfigurationProblem Problem(string field, string complaint)
    {
        var name = field.Split('[')[0];
        var key = Node.Entries.FirstOrDefault(entry => entry.Key.Text == name).Key ?? Node;
        return new ConfigurationProblem(File, key.Line, key.Column, Below(field), complaint);
    }

    public string Below(string field) => Path.Length == 0 ? field : field.Length == 0 ? Path : Path + "." + field;
}
