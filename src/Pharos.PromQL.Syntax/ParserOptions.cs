namespace Pharos.PromQL.Syntax;

/// <summary>Which experimental parts of the language are accepted, and bounds.</summary>
public sealed record ParserOptions
{
    /// <summary>Nothing experimental.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>All of the language.</summary>
    public static ParserOptions Everything { get; } = new()
    {
        EnableExperimentalFunctions = true,
        EnableExtendedRangeSelectors = true,
        EnableBinopFillModifiers = true,
    };

    /// <summary>Experimental functions, <c>limitk</c> and <c>limit_ratio</c>: the feature <c>promql-experimental-functions</c>.</summary>
    public bool EnableExperimentalFunctions { get; init; }

    /// <summary><c>anchored</c> and <c>smoothed</c>: the feature <c>promql-extended-range-selectors</c>.</summary>
    public bool EnableExtendedRangeSelectors { get; init; }

    /// <summary><c>fill</c>, <c>fill_left</c> and <c>fill_right</c>: the feature <c>promql-binop-fill-modifiers</c>.</summary>
    public bool EnableBinopFillModifiers { get; init; }

    /// <summary>
    /// How deep expressions may be in each other (see <see cref="Expression.Nesting"/>). The reference has no limit; this one keeps the
    /// stack of whoever parses, prints or evaluates small.
    /// </summary>
    public int MaxNesting { get; init; } = 500;
}
