using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.PromQL.Columns;

/// <summary>
/// A choice of labels: those that are named, or all others. What it chooses of a label set is a label set, and the key by which series are
/// matched and grouped.
/// </summary>
internal sealed class LabelSubset
{
    private readonly byte[][] _names;

    /// <summary>The first bytes of each name.</summary>
    private readonly ulong[] _keys;
    private readonly bool _keepsNamed;

    private LabelSubset(IEnumerable<byte[]> names, bool keepsNamed)
    {
        _names = [.. names];
        Array.Sort(_names, static (left, right) => left.AsSpan().SequenceCompareTo(right));
        _keys = Array.ConvertAll(_names, static name => KeyOf(name, 0, name.Length));
        _keepsNamed = keepsNamed;
    }

    /// <summary>Whether no label is chosen of any set, so that all series are one group.</summary>
    public bool IsEmpty => _keepsNamed && _names.Length == 0;

    public static LabelSubset Only(IReadOnlyList<byte[]> names) => new(names, keepsNamed: true);

    public static LabelSubset AllBut(IReadOnlyList<byte[]> names) => new(names, keepsNamed: false);

    /// <summary>All but the named ones and the metric's name.</summary>
    public static LabelSubset AllButNameAnd(IReadOnlyList<byte[]> names) =>
        new(names.Append(LabelNames.MetricName.ToArray()), keepsNamed: false);

    public bool Chooses(ReadOnlySpan<byte> name)
    {
        foreach (var named in _names)
        {
            if (name.SequenceEqual(named))
            {
                return _keepsNamed;
            }
        }

        return !_keepsNamed;
    }

    /// <summary>
    /// The chosen labels, encoded as label sets are. Where they stand side by side in the set, the result is that part of it; otherwise
    /// they are written in place of what the buffer has.
    /// </summary>
    public LabelsView Choose(LabelsView labels, ByteBuffer destination)
    {
        destination.Clear();
        var encoded = labels.Encoded;
        var chosen = new ChosenPart(encoded, destination);

        // Both are in the order of their bytes, so one walk over the two finds what they share.
        var at = 0;
        var named = 0;
        while (at < encoded.Length && named < _names.Length)
        {
            var start = at;
            var nameLength = ReadLength(encoded, ref at);
            var order = Compare(encoded, at, nameLength, named);
            while (order > 0 && ++named < _names.Length)
            {
                order = Compare(encoded, at, nameLength, named);
            }

            at += nameLength;
            var valueLength = ReadLength(encoded, ref at);
            at += valueLength;
            if ((order == 0) == _keepsNamed)
            {
                chosen.Add(start, at);
            }
        }

        if (!_keepsNamed)
        {
            chosen.Add(at, encoded.Length);
        }

        return chosen.View();
    }

    /// <summary>Orders a name of the set and one of the choice. Mostly the first bytes differ and settle it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Compare(ReadOnlySpan<byte> encoded, int nameAt, int nameLength, int named)
    {
        var key = KeyOf(encoded, nameAt, nameLength);
        return key != _keys[named]
            ? key.CompareTo(_keys[named])
            : encoded.Slice(nameAt, nameLength).SequenceCompareTo(_names[named]);
    }

    /// <summary>The first eight bytes of a name as a number that orders as they do; a shorter name is filled up with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ReadOnlySpan<byte> text, int at, int length)
    {
        // Fast path: there are eight bytes to read, though not all of them may be the name's.
        if (text.Length - at >= 8)
        {
            var key = BinaryPrimitives.ReadUInt64BigEndian(text[at..]);
            return length >= 8 ? key : key & ~(ulong.MaxValue >> (8 * length));
        }

        return ShortKeyOf(text[at..], length);
    }

    private static ulong ShortKeyOf(ReadOnlySpan<byte> text, int length)
    {
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        text[..length].CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadLength(ReadOnlySpan<byte> encoded, ref int at)
    {
        // Fast path: nearly every name and value is shorter than 128 bytes.
        int length = encoded[at];
        if (length < 0x80)
        {
            at++;
            return length;
        }

        return ReadLongLength(encoded, ref at);
    }

    private static int ReadLongLength(ReadOnlySpan<byte> encoded, ref int at)
    {
        VarInt.TryRead(encoded[at..], out var length, out var prefix);
        at += prefix;
        return checked((int)length);
    }

    /// <summary>Puts pieces of a label set together, without a copy as long as they touch.</summary>
    private ref struct ChosenPart(ReadOnlySpan<byte> encoded, ByteBuffer destination)
    {
        private readonly ReadOnlySpan<byte> _encoded = encoded;
        private int _start;
        private int _end;

        public void Add(int start, int end)
        {
            if (_end != start && _end > _start)
            {
                destination.Append(_encoded[_start.._end]);
                _start = start;
            }
            else if (_end == _start)
            {
                _start = start;
            }

            _end = end;
        }

        public readonly LabelsView View()
        {
            var last = _encoded[_start.._end];
            if (destination.Length == 0)
            {
                return new LabelsView(last);
            }

            destination.Append(last);
            return new LabelsView(destination.Written);
        }
    }
}
