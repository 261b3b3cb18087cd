using System.Text;
using Pharos.Foundation.RegularExpressions;
using Pharos.Model;
using Pharos.PromQL.Syntax;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The commands <c>promql format</c> and <c>promql label-matchers</c>: a query in, and pretty-printed out.</summary>
internal static class PromQLFormat
{
    public static int Format(Terminal terminal, PromtoolFlags flags, string query) =>
        Write(terminal, Parse(terminal, flags, query));

    /// <summary>Gives all selectors the matcher, in the place of those of the label that they have.</summary>
    public static int SetLabel(Terminal terminal, PromtoolFlags flags, string query, MatchType type, string name, string value)
    {
        var expression = Parse(terminal, flags, query);
        var matcher = NewMatcher(type, name, value);
        return Write(terminal, SelectorEdit.Apply(expression, selector => selector.WithMatchers(WithMatcher(selector.Matchers, matcher))));
    }

    /// <summary>Takes all matchers of the label from the query. A name in front of braces stays.</summary>
    public static int DeleteLabel(Terminal terminal, PromtoolFlags flags, string query, string name)
    {
        var label = Encoding.UTF8.GetBytes(name);
        var expression = Parse(terminal, flags, query);
        return Write(
            terminal,
            SelectorEdit.Apply(
                expression,
                selector => selector.WithMatchers([.. selector.Matchers.Where(matcher => !matcher.Name.SequenceEqual(label))])));
    }

    private static List<Matcher> WithMatcher(IReadOnlyList<Matcher> matchers, Matcher added)
    {
        var changed = matchers.Select(matcher => matcher.Name.SequenceEqual(added.Name) ? added : matcher).ToList();
        if (!changed.Contains(added))
        {
            changed.Add(added);
        }

        return changed;
    }

    private static Matcher NewMatcher(MatchType type, string name, string value)
    {
        try
        {
            return new Matcher(type, name, value);
        }
        catch (Re2SyntaxException exception)
        {
            throw new PromtoolException(exception.Message);
        }
    }

    private static Expression Parse(Terminal terminal, PromtoolFlags flags, string query)
    {
        flags.RequireExperimental();
        try
        {
            return PromQLParser.Parse(query, flags.ParserOptions(terminal.Error));
        }
        catch (PromQLSyntaxException exception)
        {
            throw new PromtoolException(exception.Message);
        }
    }

    private static int Write(Terminal terminal, Expression expression)
    {
        terminal.Output.Write(PrettyPrinter.Format(expression) + "\n");
        return 0;
    }
}
