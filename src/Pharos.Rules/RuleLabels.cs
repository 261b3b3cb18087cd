using System.Text;
using Pharos.Model;

namespace Pharos.Rules;

/// <summary>Labels as rules have them: one without a value takes that label away.</summary>
public static class RuleLabels
{
    /// <param name="labels">Each name once, in any order.</param>
    public static Labels Of(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var builder = new LabelsBuilder();
        foreach (var (name, value) in labels.OrderBy(static label => label.Key, StringComparer.Ordinal))
        {
            builder.AddAsIs(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        }

        return builder.ToLabels();
    }
}
