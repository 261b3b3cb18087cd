using Pharos.Cli.Flags;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The commands below <c>promtool promql</c>.</summary>
internal static class PromQLCommands
{
    public static void AddTo(Command root, PromtoolFlags flags)
    {
        var promql = root.Add(new Command("promql", "PromQL formatting and editing. Requires the --experimental flag."));
        AddFormat(promql, flags);
        var matchers = promql.Add(new Command("label-matchers", "Edit label matchers contained within an existing PromQL query."));
        AddSet(matchers, flags);
        AddDelete(matchers, flags);
    }

    private static Argument Query => new("query", "PromQL query.") { IsRequired = true };

    private static void AddFormat(Command promql, PromtoolFlags flags)
    {
        var query = Query;
        var format = promql.Add(new Command("format", "Format PromQL query to pretty printed form.")
        {
            Run = terminal => PromQLFormat.Format(terminal, flags, query.Value),
        });
        format.Add(query);
    }

    private static void AddSet(Command matchers, PromtoolFlags flags)
    {
        ValueFlag<MatchType> type = new(
            "type",
            "Type of the label matcher to set.",
            FlagType.OneOf(("=", MatchType.Equal), ("!=", MatchType.NotEqual), ("=~", MatchType.Regex), ("!~", MatchType.NotRegex)),
            "=")
        { Short = 't' };
        var query = Query;
        Argument name = new("name", "Name of the label matcher to set.") { IsRequired = true };
        Argument value = new("value", "Value of the label matcher to set.") { IsRequired = true };
        var set = matchers.Add(new Command("set", "Set a label matcher in the query.")
        {
            Run = terminal => PromQLFormat.SetLabel(terminal, flags, query.Value, type.Value, name.Value, value.Value),
        });
        set.Add(type);
        set.Add(query);
        set.Add(name);
        set.Add(value);
    }

    private static void AddDelete(Command matchers, PromtoolFlags flags)
    {
        var query = Query;
        Argument name = new("name", "Name of the label to delete.") { IsRequired = true };
        var delete = matchers.Add(new Command("delete", "Delete a label from the query.")
        {
            Run = terminal => PromQLFormat.DeleteLabel(terminal, flags, query.Value, name.Value),
        });
        delete.Add(query);
        delete.Add(name);
    }
}
