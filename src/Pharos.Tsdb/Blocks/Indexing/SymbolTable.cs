using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// The texts of an index, sorted. Kept is where every eighth is; the others are found from there. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A text stands in the file as in <see cref="Model.LabelsView"/>, its length before it, so it is handed out as it stands.
/// </remarks>
internal sealed class SymbolTable
{
    private const int Stride = 8;

    private readonly MappedBytes _file;
    private readonly long _first;
    private readonly long _end;
    private readonly bool _isByOffset;

    /// <summary>Seen from the first symbol; a section has less than 4 GiB.</summary>
    private readonly uint[] _samples;

    /// <summary>Reads from the first text to the end of the section, which <paramref name="content"/> stands before.</summary>
    public SymbolTable(MappedBytes file, MapCursor content, bool isByOffset)
    {
        _file = file;
        _isByOffset = isByOffset;
        Count = content.TakeUInt32();
        _first = content.Position;
        _end = content.End;
        if (Count > content.End - content.Position)
        {
            content.Throw($"{Count} symbols are more than {content.End - content.Position} bytes can hold");
        }

        _samples = new uint[(Count + Stride - 1) / Stride];
        for (uint i = 0; i < Count; i++)
        {
            var start = content.Position;
            if (i % Stride == 0)
            {
                _samples[i / Stride] = (uint)(start - _first);
            }

            var text = content.TakeText();
            if (content.Position - start - text.Length != VarInt.Size((ulong)text.Length))
            {
                content.Throw("the length of a symbol is not written in its shortest form");
            }
        }
    }

    public uint Count { get; }

    public long MemoryBytes => (long)_samples.Length * sizeof(uint);

    /// <summary>Whether symbols are named by their offsets, as in the first version.</summary>
    public bool IsByOffset => _isByOffset;

    /// <summary>The name of the symbol in series: its number, or in the first version its offset.</summary>
    /// <returns>Its length and its bytes.</returns>
    public ReadOnlySpan<byte> EncodedAt(uint reference) =>
        _isByOffset ? EncodedAtOffset(reference) : EncodedAtDistance(DistanceOf(reference));

    /// <summary>How far a symbol is behind the first; not for the first version.</summary>
    public uint DistanceOf(uint number)
    {
        if (number >= Count)
        {
            throw new Storage.CorruptionException($"symbol {number} of {Count}", null, _file.Path);
        }

        var start = _samples[number / Stride];
        var rest = _file.From(_first + start, (int)Math.Min(_end - _first - start, int.MaxValue));
        var at = 0;
        for (var i = number % Stride; i > 0; i--)
        {
            // Fast path: nearly every text is shorter than 128 bytes.
            var length = rest[at];
            at += length < 0x80 ? 1 + length : LengthOf(rest[at..]);
        }

        return start + (uint)at;
    }

    /// <summary>As <see cref="EncodedAt"/>, without the length.</summary>
    public ReadOnlySpan<byte> TextAt(uint reference) => TextOf(EncodedAt(reference));

    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> encoded)
    {
        VarInt.TryRead(encoded, out _, out var prefix);
        return encoded[prefix..];
    }

    public bool TryFind(ReadOnlySpan<byte> text, out uint reference) => TryFind(text, out reference, out _);

    /// <param name="offset">Where it stands, seen from the first symbol; see <see cref="EncodedAtDistance"/>.</param>
    public bool TryFind(ReadOnlySpan<byte> text, out uint reference, out uint offset)
    {
        // The last sample that is not after the text.
        int low = 0, high = _samples.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (TextOf(EncodedAtDistance(_samples[middle])).SequenceCompareTo(text) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        reference = 0;
        offset = 0;
        if (low == 0)
        {
            return false;
        }

        var ordinal = (uint)(low - 1) * Stride;
        offset = _samples[low - 1];
        for (var last = Math.Min(ordinal + Stride, Count); ordinal < last; ordinal++)
        {
            var encoded = EncodedAtDistance(offset);
            var order = TextOf(encoded).SequenceCompareTo(text);
            if (order >= 0)
            {
                reference = _isByOffset ? (uint)(_first + offset) : ordinal;
                return order == 0;
            }

            offset += (uint)encoded.Length;
        }

        return false;
    }

    /// <summary>The symbol that stands so far behind the first.</summary>
    public ReadOnlySpan<byte> EncodedAtDistance(uint distance)
    {
        var rest = _file.From(_first + distance, (int)Math.Min(_end - _first - distance, int.MaxValue));
        return rest[..LengthOf(rest)];
    }

    public Cursor Read() => new(this);

    private static int LengthOf(ReadOnlySpan<byte> rest)
    {
        // Fast path.
        if (rest[0] < 0x80)
        {
            return 1 + rest[0];
        }

        VarInt.TryRead(rest, out var length, out var prefix);
        return checked(prefix + (int)length);
    }

    private ReadOnlySpan<byte> EncodedAtOffset(uint offset)
    {
        if (offset < _first || offset >= _end)
        {
            throw new Storage.CorruptionException($"there are no symbols at {offset}", null, _file.Path);
        }

        // An offset may be anything, so what stands there is checked as a text that was never read.
        var cursor = new MapCursor(_file, offset, _end);
        var text = cursor.TakeText();
        var length = (int)(cursor.Position - offset);
        return VarInt.Size((ulong)text.Length) + text.Length == length
            ? _file.Slice(offset, length)
            : throw new Storage.CorruptionException("the length of a symbol is not written in its shortest form", offset, _file.Path);
    }

    /// <summary>All symbols in their order.</summary>
    public sealed class Cursor : SymbolCursor
    {
        private readonly SymbolTable _table;
        private uint _read;
        private uint _offset;
        private uint _next;

        internal Cursor(SymbolTable table)
        {
            _table = table;
        }

        public override ReadOnlySpan<byte> Current => TextOf(_table.EncodedAtDistance(_offset));

        /// <summary>The number of the current one.</summary>
        public uint Ordinal => _read - 1;

        /// <summary>How far it is behind the first.</summary>
        public uint Distance => _offset;

        public override bool MoveNext()
        {
            if (_read == _table.Count)
            {
                return false;
            }

            _offset = _next;
            _next += (uint)_table.EncodedAtDistance(_offset).Length;
            _read++;
            return true;
        }
    }
}
