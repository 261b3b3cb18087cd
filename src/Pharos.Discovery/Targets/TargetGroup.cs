using Pharos.Model;

namespace Pharos.Discovery.Targets;

/// <summary>Targets that share labels. A mechanism replaces a group by giving another one with the same source. Immutable.</summary>
/// <param name="Source">Unique among the groups of one discoverer.</param>
/// <param name="Targets">The labels of each target; a label of a target goes before one of the group.</param>
public sealed record TargetGroup(string Source, Labels Labels, IReadOnlyList<Labels> Targets)
{
    /// <summary>What replaces a group that is gone.</summary>
    public static TargetGroup Gone(string source) => new(source, default, []);

    /// <summary>Whether both have the same source, labels, and targets in the same order.</summary>
    public bool Equals(TargetGroup? other) =>
        other is not null && (ReferenceEquals(this, other) || (Source == other.Source && Labels == other.Labels && Targets.SequenceEqual(other.Targets)));

    public override int GetHashCode() => HashCode.Combine(Source, Targets.Count);
}
