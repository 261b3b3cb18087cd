using System.Text;

namespace Pharos.Model;

/// <summary>
/// An immutable label set that owns its bytes. The default value is the empty set. Reading goes through <see cref="View"/>, which
/// costs nothing; see <see cref="LabelsView"/> for the encoding.
/// </summary>
public readonly struct Labels : IEquatable<Labels>, IComparable<Labels>
{
    private readonly byte[]? _encoded;

    private Labels(byte[] encoded)
    {
        _encoded = encoded;
    }

    public static Labels Empty => default;

    public LabelsView View => new(_encoded);

    public bool IsEmpty => _encoded is null or { Length: 0 };

    public int Count => View.Count;

    public string? this[string name] =>
        View.TryGet(Encoding.UTF8.GetBytes(name), out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>Takes over an array in the encoding of <see cref="LabelsView"/>: the caller no longer writes to it.</summary>
    public static Labels FromEncoded(byte[] encoded) => new(encoded);

    /// <summary>A set of the given pairs, in any order. Of two with one name the last counts; an empty value means no label.</summary>
    public static Labels Of(params ReadOnlySpan<(string Name, string Value)> pairs)
    {
        var builder = new LabelsBuilder();
        foreach (var (name, value) in pairs)
        {
            builder.Set(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        }

        return builder.ToLabels();
    }

    public static bool operator ==(Labels left, Labels right) => left.Equals(right);

    public static bool operator !=(Labels left, Labels right) => !left.Equals(right);

    public static bool operator <(Labels left, Labels right) => left.CompareTo(right) < 0;

    public static bool operator <=(Labels left, Labels right) => left.CompareTo(right) <= 0;

    public static bool operator >(Labels left, Labels right) => left.CompareTo(right) > 0;

    public static bool operator >=(Labels left, Labels right) => left.CompareTo(right) >= 0;

    public bool Equals(Labels other) => View.Equals(other.View);

    public override bool Equals(object? obj) => obj is Labels other && Equals(other);

    public override int GetHashCode() => (int)View.Hash();

    public int CompareTo(Labels other) => View.CompareTo(other.View);

    public override string ToString() => View.ToString();
}
