using Pharos.Model;

namespace Pharos.Rules;

/// <summary>What a group is known by: two files may have groups of one name.</summary>
public sealed record RuleGroupIdentity(string File, string Name)
{
    /// <summary>As metrics have it.</summary>
    public string Key => $"{File};{Name}";

    /// <summary>The same on every server, to spread the groups' evaluations over time.</summary>
    public ulong Hash() => Labels.Of(("file", File), ("name", Name)).View.StableHash();
}

/// <summary>How a group is evaluated.</summary>
/// <param name="QueryOffset">How far in the past the time is that queries are asked for.</param>
/// <param name="Limit">How many series or alerts a rule may give; zero for any number.</param>
public sealed record RuleGroupSettings(TimeSpan Interval, TimeSpan QueryOffset, int Limit);
