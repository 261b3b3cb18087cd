namespace Pharos.Rules;

/// <summary>How the last evaluation of a rule went.</summary>
/// <param name="Name">As the API has it: <c>unknown</c> before the first, then <c>ok</c> or <c>err</c>.</param>
/// <param name="Error">Empty if there was none.</param>
/// <param name="EvaluatedAt">Null before the first.</param>
public sealed record RuleHealth(string Name, string Error, DateTimeOffset? EvaluatedAt, TimeSpan Duration)
{
    public static RuleHealth Unknown { get; } = new("unknown", "", null, TimeSpan.Zero);
}
