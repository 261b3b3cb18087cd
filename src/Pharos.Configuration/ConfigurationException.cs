namespace Pharos.Configuration;

/// <summary>A mistake in a configuration file.</summary>
/// <param name="File">The path as it was given.</param>
/// <param name="Line">From 1; 0 if it concerns the whole file.</param>
/// <param name="Field">The way to it from the top: <c>scrape_configs[2].tls_config.min_version</c>; empty for the whole file.</param>
/// <param name="Complaint">What is wrong, and what was expected.</param>
public sealed record ConfigurationProblem(string File, int Line, int Column, string Field, string Complaint)
{
    public override string ToString() => (Line == 0 ? File : $"{File}:{Line}:{Column}") + (Field.Length == 0 ? "" : ": " + Field) + ": " + Complaint;
}

/// <summary>A configuration that cannot be taken, with all that was found wrong.</summary>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationProblem> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;
}
