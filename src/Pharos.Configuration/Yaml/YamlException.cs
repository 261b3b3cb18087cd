namespace Pharos.Configuration.Yaml;

/// <summary>Text that is no YAML, or YAML that is not taken: where, and what is wrong.</summary>
public sealed class YamlException(string reason, int line, int column) : FormatException($"line {line}, column {column}: {reason}")
{
    public string Reason { get; } = reason;

    public int Line { get; } = line;

    public int Column { get; } = column;
}
