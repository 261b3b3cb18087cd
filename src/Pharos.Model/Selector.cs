namespace Pharos.Model;

/// <summary>Matchers that a label set has to fulfil all together.</summary>
public static class Selector
{
    /// <summary>Whether every matcher accepts its label's value; a label that is not there has an empty one.</summary>
    public static bool MatchesAll(LabelsView labels, ReadOnlySpan<Matcher> matchers)
    {
        foreach (var matcher in matchers)
        {
            if (!matcher.Matches(labels[matcher.Name]))
            {
                return false;
            }
        }

        return true;
    }
}
