using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Pharos.Hosting.Protection;

/// <summary>
/// Tells whether a password belongs to a hash that bcrypt made: Blowfish, whose tables were mixed with password and salt 2^cost times. Slow on
/// purpose: a tenth of a second at a cost of 10. Stateless.
/// </summary>
internal static class Bcrypt
{
    private const int Rounds = 16;
    private const int Subkeys = Rounds + 2;
    private const int BoxSize = 256;
    private const int SaltBytes = 16;
    private const int HashBytes = 23;
    private const int EncodedSalt = 22;
    private const int EncodedHash = 31;

    /// <summary>Bytes of a password behind these change nothing.</summary>
    private const int MostKeyBytes = Subkeys * 4;

    /// <summary>Bcrypt's own order of the 64 digits.</summary>
    private const string Digits = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly Lazy<uint[]> Initial = new(static () => PiBits.Words(Subkeys + 4 * BoxSize));

    private static ReadOnlySpan<byte> Text => "OrpheanBeholderScryDoubt"u8;

    /// <summary>The cost that a hash names, whose form was checked before.</summary>
    public static int CostOf(string hash) => int.Parse(hash.AsSpan(CostAt(hash), 2), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A hash of that cost which is nobody's: comparing with it takes as long as with any other.</summary>
    public static string OfNobody(int cost) =>
        string.Create(CultureInfo.InvariantCulture, $"$2y${cost:00}${new string('.', EncodedSalt + EncodedHash)}");

    /// <summary>Whether the hash is that of the password. A hash whose digits are none is nobody's.</summary>
    public static bool Matches(ReadOnlySpan<byte> password, string hash)
    {
        var salt = new byte[SaltBytes];
        var expected = new byte[HashBytes];
        var digits = hash.AsSpan(CostAt(hash) + 3);
        if (digits.Length < EncodedSalt + EncodedHash || !TryDecode(digits[..EncodedSalt], salt)
            || !TryDecode(digits.Slice(EncodedSalt, EncodedHash), expected))
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(Hash(password, salt, CostOf(hash)), expected);
    }

    /// <summary>Behind the version, which has a letter or not.</summary>
    private static int CostAt(string hash) => hash[2] == '$' ? 3 : 4;

    private static byte[] Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int cost)
    {
        // The key goes round as a text in C does: its zero byte is one of it.
        var key = new byte[Math.Min(password.Length + 1, MostKeyBytes)];
        password[..Math.Min(password.Length, key.Length)].CopyTo(key);
        var state = (uint[])Initial.Value.Clone();
        Expand(state, key, salt);
        for (var i = 1UL << cost; i > 0; i--)
        {
            Expand(state, key, []);
            Expand(state, salt, []);
        }

        CryptographicOperations.ZeroMemory(key);
        var result = new byte[Text.Length];
        for (var at = 0; at < Text.Length; at += 8)
        {
            var left = BinaryPrimitives.ReadUInt32BigEndian(Text[at..]);
            var right = BinaryPrimitives.ReadUInt32BigEndian(Text[(at + 4)..]);
            for (var i = 0; i < 64; i++)
            {
                Encrypt(state, ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(at), left);
            BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(at + 4), right);
        }

        return result[..HashBytes];
    }

    /// <summary>Mixes the key into the subkeys, and then subkeys and tables with themselves and the salt.</summary>
    private static void Expand(uint[] state, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        var at = 0;
        for (var i = 0; i < Subkeys; i++)
        {
            state[i] ^= NextWord(key, ref at);
        }

        uint left = 0, right = 0;
        var saltAt = 0;
        for (var i = 0; i < state.Length; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= NextWord(salt, ref saltAt);
                right ^= NextWord(salt, ref saltAt);
            }

            Encrypt(state, ref left, ref right);
            state[i] = left;
            state[i + 1] = right;
        }
    }

    private static uint NextWord(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint word = 0;
        for (var i = 0; i < 4; i++)
        {
            word = word << 8 | bytes[at];
            at = at + 1 == bytes.Length ? 0 : at + 1;
        }

        return word;
    }

    private static void Encrypt(uint[] state, ref uint leftHalf, ref uint rightHalf)
    {
        var (left, right) = (leftHalf, rightHalf);
        var boxes = state.AsSpan(Subkeys, 4 * BoxSize);
        for (var i = 0; i < Rounds; i += 2)
        {
            left ^= state[i];
            right ^= Mix(boxes, left) ^ state[i + 1];
            left ^= Mix(boxes, right);
        }

        leftHalf = right ^ state[Rounds + 1];
        rightHalf = left ^ state[Rounds];
    }

    private static uint Mix(ReadOnlySpan<uint> boxes, uint half) =>
        ((boxes[(int)(half >> 24)] + boxes[(int)(BoxSize + (half >> 16 & 0xff))]) ^ boxes[(int)(2 * BoxSize + (half >> 8 & 0xff))])
        + boxes[(int)(3 * BoxSize + (half & 0xff))];

    /// <summary>Base 64 with digits of its own, the highest bits first, as many bytes as there is room.</summary>
    private static bool TryDecode(ReadOnlySpan<char> digits, Span<byte> bytes)
    {
        uint bits = 0;
        var count = 0;
        var length = 0;
        foreach (var digit in digits)
        {
            var value = Digits.IndexOf(digit, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            bits = bits << 6 | (uint)value;
            count += 6;
            if (count >= 8 && length < bytes.Length)
            {
                count -= 8;
                bytes[length++] = (byte)(bits >> count);
            }
        }

        return length == bytes.Length;
    }
}
