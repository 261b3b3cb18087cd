using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;
using Pharos.Foundation.Text;

namespace Pharos.Model;

/// <summary>
/// A condition on the value of one label: <c>job="node"</c>, <c>code!~"5.."</c>. Immutable and safe for concurrent use. Two matchers
/// are equal when type, name and value are.
/// </summary>
public sealed class Matcher : IEquatable<Matcher>
{
    private readonly byte[] _name;
    private readonly byte[] _value;
    private readonly AnchoredRegex? _regex;

    /// <summary>
    /// The value of a regular expression matcher is a pattern that has to match the whole label value. Throws
    /// <see cref="Re2SyntaxException"/> when it is not valid.
    /// </summary>
    public Matcher(MatchType type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        : this(type, name.ToArray(), value.ToArray(), type is MatchType.Regex or MatchType.NotRegex ? AnchoredRegex.Compile(value) : null)
    {
    }

    public Matcher(MatchType type, string name, string value)
        : this(type, Encoding.UTF8.GetBytes(name).AsSpan(), Encoding.UTF8.GetBytes(value))
    {
    }

    private Matcher(MatchType type, byte[] name, byte[] value, AnchoredRegex? regex)
    {
        Type = type;
        _name = name;
        _value = value;
        _regex = regex;
        MatchesEmpty = Matches(default);
    }

    public MatchType Type { get; }

    public ReadOnlySpan<byte> Name => _name;

    public ReadOnlySpan<byte> Value => _value;

    /// <summary>Whether a series without the label is accepted; such a matcher cannot be answered from an index of values alone.</summary>
    public bool MatchesEmpty { get; }

    public bool IsNegative => Type is MatchType.NotEqual or MatchType.NotRegex;

    /// <summary>
    /// All values that the regular expression matches, where they are few; null where they are not, and for other types. For
    /// <see cref="MatchType.NotRegex"/> they are what is not accepted. The arrays must not be changed.
    /// </summary>
    public IReadOnlyList<byte[]>? LiteralAlternatives => _regex?.LiteralAlternatives;

    /// <summary>What every value that the regular expression matches begins with; empty if unknown, and for other types.</summary>
    public ReadOnlySpan<byte> Prefix => _regex is null ? default : _regex.Prefix.AsSpan();

    /// <summary>The matcher that accepts exactly what this one does not.</summary>
    public Matcher Inverse()
    {
        var type = Type switch
        {
            MatchType.Equal => MatchType.NotEqual,
            MatchType.NotEqual => MatchType.Equal,
            MatchType.Regex => MatchType.NotRegex,
            _ => MatchType.Regex,
        };
        return new Matcher(type, _name, _value, _regex);
    }

    public bool Matches(ReadOnlySpan<byte> value) => Type switch
    {
        MatchType.Equal => value.SequenceEqual(_value),
        MatchType.NotEqual => !value.SequenceEqual(_value),
        MatchType.Regex => _regex!.IsMatch(value),
        _ => !_regex!.IsMatch(value),
    };

    public bool Equals(Matcher? other) =>
        other is not null && Type == other.Type && Name.SequenceEqual(other.Name) && Value.SequenceEqual(other.Value);

    public override bool Equals(object? obj) => Equals(obj as Matcher);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Type);
        hash.AddBytes(_name);
        hash.Add(0);
        hash.AddBytes(_value);
        return hash.ToHashCode();
    }

    /// <summary>As in a selector: <c>a=~"b.*"</c>; a name that is not a classic one is quoted too.</summary>
    public override string ToString()
    {
        var text = new ByteBuffer();
        Append(text);
        return text.ToString();
    }

    public void Append(ByteBuffer destination)
    {
        if (NameValidation.IsLegacyLabelName(_name))
        {
            destination.Append(_name);
        }
        else
        {
            GoQuote.Append(destination, _name);
        }

        destination.Append(MatchTypes.Operator(Type));
        GoQuote.Append(destination, _value);
    }
}
