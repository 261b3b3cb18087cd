using System.Text;
using Pharos.Model;
using Pharos.PromQL.Syntax;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Series selectors given on the command line: <c>up{job="node",code!~"5.."}</c>.</summary>
internal static class SelectorText
{
    /// <exception cref="PromtoolException">It is not a selector; says where.</exception>
    public static Matcher[] Parse(string text)
    {
        try
        {
            return [.. PromQLParser.ParseMetricSelector(Encoding.UTF8.GetBytes(text))];
        }
        catch (PromQLSyntaxException exception)
        {
            throw new PromtoolException(exception.Message);
        }
    }
}
