using System.Buffers.Binary;
using System.Text.Json.Serialization;

namespace Pharos.Tsdb.Blocks;

/// <summary>
/// The name of a block: 48 bits of time in milliseconds and 80 random ones, written as 26 characters of Crockford's base 32. Order of the
/// values, of the texts and of the times is the same.
/// </summary>
[JsonConverter(typeof(UlidJsonConverter))]
public readonly record struct Ulid : IComparable<Ulid>
{
    public const int TextLength = 26;

    /// <summary>The bytes of randomness.</summary>
    public const int EntropyBytes = 10;

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly UInt128 _value;

    public Ulid(long timestampMs, ReadOnlySpan<byte> entropy)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)timestampMs, 1UL << 48, nameof(timestampMs));
        ArgumentOutOfRangeException.ThrowIfNotEqual(entropy.Length, EntropyBytes, nameof(entropy));
        Span<byte> bytes = stackalloc byte[16];
        entropy.CopyTo(bytes[6..]);
        _value = BinaryPrimitives.ReadUInt128BigEndian(bytes) | ((UInt128)(ulong)timestampMs << 80);
    }

    private Ulid(UInt128 value)
    {
        _value = value;
    }

    public long TimestampMs => (long)(_value >> 80);

    public static bool operator <(Ulid left, Ulid right) => left._value < right._value;

    public static bool operator <=(Ulid left, Ulid right) => left._value <= right._value;

    public static bool operator >(Ulid left, Ulid right) => left._value > right._value;

    public static bool operator >=(Ulid left, Ulid right) => left._value >= right._value;

    /// <summary>Reads the 26 characters, in either case. False when there are others, or when they say more than 128 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ulid result)
    {
        result = default;
        if (text.Length != TextLength || text[0] is < '0' or > '7')
        {
            return false;
        }

        UInt128 value = 0;
        foreach (var character in text)
        {
            var digit = Digits.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        result = new Ulid(value);
        return true;
    }

    public int CompareTo(Ulid other) => _value.CompareTo(other._value);

    public override string ToString() => string.Create(TextLength, _value, static (text, value) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Digits[(int)(uint)(value & 31)];
            value >>= 5;
        }
    });

    /// <summary>The one after this.</summary>
    internal Ulid Next() => new(_value + 1);
}
