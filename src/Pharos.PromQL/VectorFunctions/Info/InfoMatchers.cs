using Pharos.Model;

namespace Pharos.PromQL.VectorFunctions.Info;

/// <summary>What a call of <c>info</c> asks for: which metrics carry the information, and which of their labels are wanted.</summary>
internal sealed class InfoMatchers
{
    private static readonly Matcher TargetInfo = new(Model.MatchType.Equal, "__name__", "target_info");

    private static readonly Matcher AnyInfo = new(Model.MatchType.Regex, "__name__", ".+_info");

    /// <param name="matchers">Those of the second argument; none without one.</param>
    public InfoMatchers(IReadOnlyList<Matcher> matchers)
    {
        var names = new List<Matcher>();
        var data = new List<Matcher>();
        foreach (var matcher in matchers)
        {
            (matcher.Name.SequenceEqual(LabelNames.MetricName) ? names : data).Add(matcher);
        }

        if (names.Count == 0)
        {
            names.Add(TargetInfo);
        }
        else if (names.TrueForAll(static matcher => matcher.IsNegative))
        {
            // Exceptions alone are exceptions from all metrics that are called so.
            names.Insert(0, AnyInfo);
        }

        Names = names;
        Data = data;
    }

    /// <summary>Conditions for the names of the metrics.</summary>
    public IReadOnlyList<Matcher> Names { get; }

    /// <summary>Conditions for the labels that are wanted; if there are none, all are.</summary>
    public IReadOnlyList<Matcher> Data { get; }

    /// <summary>Whether series are kept for which no information is found.</summary>
    public bool KeepsUnmatched
    {
        get
        {
            foreach (var matcher in Data)
            {
                if (!matcher.MatchesEmpty)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Whether a series carries information itself, and is left alone.</summary>
    public bool IsInfo(LabelsView labels)
    {
        var name = labels.MetricName;
        foreach (var matcher in Names)
        {
            if (!matcher.Matches(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a label of an info series is wanted.</summary>
    public bool Wants(ReadOnlySpan<byte> label)
    {
        if (label.SequenceEqual(LabelNames.MetricName))
        {
            return false;
        }

        foreach (var matcher in Data)
        {
            if (matcher.Name.SequenceEqual(label))
            {
                return true;
            }
        }

        return Data.Count == 0;
    }
}
