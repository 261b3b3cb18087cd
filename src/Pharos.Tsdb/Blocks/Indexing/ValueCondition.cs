using Pharos.Model;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Picks values of one label. A series must have one of them (<see cref="IsRequired"/>), or must not: matchers that accept an empty value
/// accept every series without the label, which no list of an index names, so such a matcher is put the other way round.
/// </summary>
internal sealed class ValueCondition
{
    private readonly Matcher[] _matchers;

    private ValueCondition(bool isRequired, params Matcher[] matchers)
    {
        IsRequired = isRequired;
        _matchers = matchers;
        PicksAll = Array.TrueForAll(matchers, matcher => isRequired ? AcceptsAllButEmpty(matcher) : AcceptsOnlyEmpty(matcher));
        PicksNone = Array.Exists(matchers, matcher => isRequired ? AcceptsNothing(matcher) : AcceptsAll(matcher));
        foreach (var matcher in matchers)
        {
            // What a series must not have is named by negative matchers only, what it must have by positive ones.
            if (matcher.IsNegative == isRequired)
            {
                continue;
            }

            if (matcher.Prefix.Length > Prefix.Length)
            {
                Prefix = matcher.Prefix.ToArray();
            }

            var literals = matcher.Type is MatchType.Equal or MatchType.NotEqual ? [matcher.Value.ToArray()] : matcher.LiteralAlternatives;
            if (literals is not null && (Literals is null || literals.Count < Literals.Length))
            {
                Literals = [.. literals];
            }
        }

        if (Literals is not null)
        {
            Literals = Array.FindAll(Literals, value => value.Length > 0 && Picks(value));
            Array.Sort(Literals, static (left, right) => left.AsSpan().SequenceCompareTo(right));
        }
    }

    public bool IsRequired { get; }

    public ReadOnlySpan<byte> Name => _matchers[0].Name;

    /// <summary>All values that can be picked, where they are known without looking; sorted, perhaps one more than once.</summary>
    public byte[][]? Literals { get; }

    /// <summary>What every picked value begins with.</summary>
    public byte[] Prefix { get; } = [];

    /// <summary>Whether every value is picked, so that only having the label counts.</summary>
    public bool PicksAll { get; }

    public bool PicksNone { get; }

    /// <summary>
    /// The conditions that say together what the matchers say. Matchers on one label that have to be fulfilled by a value are one
    /// condition.
    /// </summary>
    public static List<ValueCondition> Of(ReadOnlySpan<Matcher> matchers)
    {
        var conditions = new List<ValueCondition>();
        for (var i = 0; i < matchers.Length; i++)
        {
            var name = matchers[i].Name;
            if (matchers[i].MatchesEmpty)
            {
                if (!IsTogether(matchers, name))
                {
                    conditions.Add(new ValueCondition(isRequired: false, matchers[i]));
                }
            }
            else if (IsFirst(matchers, i))
            {
                conditions.Add(new ValueCondition(isRequired: true, Together(matchers, name)));
            }
        }

        return conditions;
    }

    public bool Picks(ReadOnlySpan<byte> value)
    {
        foreach (var matcher in _matchers)
        {
            if (matcher.Matches(value) != IsRequired)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a matcher that accepts an empty value is judged with others of the label, one of which does not.</summary>
    private static bool IsTogether(ReadOnlySpan<Matcher> matchers, ReadOnlySpan<byte> name)
    {
        foreach (var matcher in matchers)
        {
            if (!matcher.MatchesEmpty && matcher.Name.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFirst(ReadOnlySpan<Matcher> matchers, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (!matchers[i].MatchesEmpty && matchers[i].Name.SequenceEqual(matchers[index].Name))
            {
                return false;
            }
        }

        return true;
    }

    private static Matcher[] Together(ReadOnlySpan<Matcher> matchers, ReadOnlySpan<byte> name)
    {
        var together = new List<Matcher>();
        foreach (var matcher in matchers)
        {
            if (matcher.Name.SequenceEqual(name))
            {
                together.Add(matcher);
            }
        }

        return [.. together];
    }

    private static bool AcceptsAll(Matcher matcher) => matcher.Type == MatchType.Regex && matcher.Value.SequenceEqual(".*"u8);

    private static bool AcceptsNothing(Matcher matcher) => matcher.Type == MatchType.NotRegex && matcher.Value.SequenceEqual(".*"u8);

    private static bool AcceptsAllButEmpty(Matcher matcher) => AcceptsAll(matcher)
        || (matcher.Type == MatchType.NotEqual && matcher.Value.IsEmpty)
        || (matcher.Type == MatchType.Regex && matcher.Value.SequenceEqual(".+"u8));

    private static bool AcceptsOnlyEmpty(Matcher matcher) =>
        (matcher.Type == MatchType.Equal && matcher.Value.IsEmpty)
        || (matcher.Type == MatchType.NotRegex && matcher.Value.SequenceEqual(".+"u8));
}
