using Pharos.Cli.Flags;
using Pharos.PromQL.Syntax;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Flags that go for every command.</summary>
internal sealed class PromtoolFlags
{
    private readonly SwitchFlag _experimental = new("experimental", "Enable experimental commands.");
    private readonly ValueFlag<string> _features = new(
        "enable-feature",
        "Comma separated feature names to enable: promql-experimental-functions, promql-extended-range-selectors, promql-binop-fill-modifiers.",
        FlagType.Text,
        null)
    { IsRepeatable = true };

    public PromtoolFlags(Command root)
    {
        root.Add(_experimental);
        root.Add(_features);
    }

    /// <exception cref="PromtoolException">Experimental commands are not enabled.</exception>
    public void RequireExperimental()
    {
        if (!_experimental.Value)
        {
            throw new PromtoolException("This command is experimental and requires the --experimental flag to be set.");
        }
    }

    /// <summary>What queries may use. Features that are not known are complained about, and that is all.</summary>
    public ParserOptions ParserOptions(TextWriter complaints)
    {
        var options = PromQL.Syntax.ParserOptions.Default;
        foreach (var feature in _features.Values.SelectMany(static text => text.Split(',')))
        {
            switch (feature)
            {
                case "promql-experimental-functions": options = options with { EnableExperimentalFunctions = true }; break;
                case "promql-extended-range-selectors": options = options with { EnableExtendedRangeSelectors = true }; break;
                case "promql-binop-fill-modifiers": options = options with { EnableBinopFillModifiers = true }; break;

                // These change nothing about what a query may be.
                case "promql-delayed-name-removal" or "promql-duration-expr" or "": break;
                default: complaints.Write($"WARNING: Unknown feature passed to --enable-feature: {feature}\n"); break;
            }
        }

        return options;
    }
}
