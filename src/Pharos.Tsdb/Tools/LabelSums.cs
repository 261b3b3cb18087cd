using System.Collections;
using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Tools;

/// <summary>Series and missing milliseconds added up by label or by pair of name and value. Not safe for concurrent use.</summary>
internal sealed class LabelSums : IEnumerable<(byte[] Key, ulong Series, ulong Missing)>
{
    private readonly Dictionary<byte[], (ulong Series, ulong Missing)> _sums = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], (ulong Series, ulong Missing)>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private readonly ByteBuffer _key = new();

    public LabelSums()
    {
        _bySpan = _sums.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _sums.Count;

    /// <summary>How a pair is written: <c>name=value</c>.</summary>
    public static byte[] KeyOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => [.. name, (byte)'=', .. value];

    /// <summary>Adds a series; without a value, under the name alone.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ulong missing)
    {
        _key.Clear();
        _key.Append(name);
        if (!value.IsEmpty)
        {
            _key.Append((byte)'=');
            _key.Append(value);
        }

        _bySpan.TryGetValue(_key.Written, out var sum);
        _bySpan[_key.Written] = (sum.Series + 1, unchecked(sum.Missing + missing));
    }

    public IEnumerator<(byte[] Key, ulong Series, ulong Missing)> GetEnumerator() =>
        _sums.Select(static one => (one.Key, one.Value.Series, one.Value.Missing)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)KeyedHash.Hash(alternate);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
