namespace Pharos.Model.Relabeling;

/// <summary>
/// Rules made ready to be applied, in the order of the configuration. Immutable; all targets of a scrape pool share one, each thread
/// applies it with a <see cref="Relabeler"/> of its own.
/// </summary>
public sealed class RelabelRules
{
    private readonly CompiledRule[] _rules;

    private RelabelRules(CompiledRule[] rules)
    {
        _rules = rules;
    }

    public static RelabelRules None { get; } = new([]);

    public bool IsEmpty => _rules.Length == 0;

    internal ReadOnlySpan<CompiledRule> Rules => _rules;

    /// <summary>
    /// Throws <see cref="FormatException"/> for a rule that is not valid and
    /// <see cref="Foundation.RegularExpressions.Re2SyntaxException"/> for a pattern that is not.
    /// </summary>
    /// <param name="rules">The rules in order.</param>
    /// <param name="scheme">Which label names the rules may write.</param>
    public static RelabelRules Compile(IReadOnlyList<RelabelRule> rules, NameValidationScheme scheme)
    {
        // Patterns first, in all rules, since the reference meets them while it still reads the configuration.
        CompiledRule[] compiled = [.. rules.Select(rule => new CompiledRule(rule, scheme))];
        foreach (var rule in rules)
        {
            rule.Validate(scheme);
        }

        return compiled.Length == 0 ? None : new RelabelRules(compiled);
    }
}
