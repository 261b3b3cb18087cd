namespace Pharos.PromQL.Syntax;

public enum MatchCardinality : byte
{
    OneToOne,

    /// <summary><c>group_left</c>: several series on the left for one on the right.</summary>
    ManyToOne,

    /// <summary><c>group_right</c>.</summary>
    OneToMany,

    /// <summary>Set operators.</summary>
    ManyToMany,
}

/// <summary>
/// Which series of two instant vectors belong together. The arrays are names of labels in UTF-8 and must not be changed.
/// </summary>
/// <param name="Cardinality">How many series may meet how many.</param>
/// <param name="On">Whether <paramref name="Labels"/> are those that are compared, rather than those that are not.</param>
/// <param name="Labels">Of <c>on (…)</c> or <c>ignoring (…)</c>, as written.</param>
/// <param name="Include">Labels that the result takes over from the side with one series: those of <c>group_left (…)</c>.</param>
/// <param name="FillLeft">The value of a series that is missing on the left, if there is one.</param>
/// <param name="FillRight">The value of a series that is missing on the right, if there is one.</param>
public sealed record VectorMatching(
    MatchCardinality Cardinality,
    bool On,
    IReadOnlyList<byte[]> Labels,
    IReadOnlyList<byte[]> Include,
    double? FillLeft,
    double? FillRight)
{
    /// <summary>Where nothing is written: all labels but the name, one series for one.</summary>
    public static VectorMatching Default { get; } = new(MatchCardinality.OneToOne, false, [], [], null, null);
}
