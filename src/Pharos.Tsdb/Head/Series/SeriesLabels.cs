using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Series;

/// <summary>
/// How the head keeps a label set: the number of labels as a varint, then name and value of each as the varints of their symbols, in the order of
/// names. A piece of slab memory, found by its address alone.
/// </summary>
internal static unsafe class SeriesLabels
{
    /// <summary>More labels than this no series has; the head refuses them, as bounded as everything else.</summary>
    public const int MaxLabels = ushort.MaxValue;

    /// <summary>Takes a reference on each symbol and returns the piece that <see cref="Free"/> gives back.</summary>
    public static byte* Create(LabelsView labels, SymbolTable symbols, SlabAllocator memory)
    {
        var count = labels.Count;
        Span<uint> acquired = count <= 64 ? stackalloc uint[count * 2] : new uint[count * 2];
        symbols.Acquire(labels, acquired);
        var bytes = VarInt.Size((uint)count);
        foreach (var symbol in acquired)
        {
            bytes += VarInt.Size(symbol);
        }

        var piece = memory.Allocate(bytes);
        var position = VarInt.Write(new Span<byte>(piece, bytes), (uint)count);
        foreach (var symbol in acquired)
        {
            position += VarInt.Write(new Span<byte>(piece + position, bytes - position), symbol);
        }

        return piece;
    }

    /// <summary>A piece with the same labels, which takes a reference of its own on each symbol.</summary>
    public static byte* Share(byte* piece, SymbolTable symbols, SlabAllocator memory)
    {
        var encoded = Encoded(piece);
        var shared = memory.Allocate(encoded.Length);
        encoded.CopyTo(new Span<byte>(shared, encoded.Length));
        var reader = new Reader(piece);
        while (reader.MoveNext())
        {
            symbols.AddReference(reader.Name);
            symbols.AddReference(reader.Value);
        }

        return shared;
    }

    /// <summary>The bytes of a piece. Of two label sets in use they are equal if and only if the sets are.</summary>
    public static ReadOnlySpan<byte> Encoded(byte* piece)
    {
        var reader = new Reader(piece);
        while (reader.MoveNext())
        {
        }

        return new ReadOnlySpan<byte>(piece, (int)(reader.Position - piece));
    }

    public static void Free(byte* piece, SymbolTable symbols, SlabAllocator memory)
    {
        var reader = new Reader(piece);
        while (reader.MoveNext())
        {
            symbols.Release(reader.Name);
            symbols.Release(reader.Value);
        }

        memory.Free(piece, (int)(reader.Position - piece));
    }

    public static bool Equals(byte* piece, LabelsView labels, SymbolTable symbols)
    {
        var reader = new Reader(piece);
        foreach (var label in labels)
        {
            if (!reader.MoveNext() || !symbols[reader.Value].SequenceEqual(label.Value) || !symbols[reader.Name].SequenceEqual(label.Name))
            {
                return false;
            }
        }

        return !reader.MoveNext();
    }

    /// <summary>Appends the labels in the encoding of <see cref="LabelsView"/>.</summary>
    public static void AppendTo(ByteBuffer destination, byte* piece, SymbolTable symbols)
    {
        var reader = new Reader(piece);
        while (reader.MoveNext())
        {
            var name = symbols[reader.Name];
            destination.AppendVarInt((uint)name.Length);
            destination.Append(name);
            var value = symbols[reader.Value];
            destination.AppendVarInt((uint)value.Length);
            destination.Append(value);
        }
    }

    /// <summary>The symbol of the value that the label with this name has; false if there is no such label.</summary>
    public static bool TryGetValue(byte* piece, uint name, out uint value)
    {
        var reader = new Reader(piece);
        while (reader.MoveNext())
        {
            if (reader.Name == name)
            {
                value = reader.Value;
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>Goes through the labels of a piece.</summary>
    public struct Reader
    {
        private uint _left;

        public Reader(byte* piece)
        {
            Position = piece;
            _left = Next();
        }

        public uint Name { get; private set; }

        public uint Value { get; private set; }

        public byte* Position { get; private set; }

        public readonly uint Left => _left;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_left == 0)
            {
                return false;
            }

            _left--;
            Name = Next();
            Value = Next();
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private uint Next()
        {
            uint value = *Position++;
            if (value < 0x80)
            {
                return value;
            }

            value &= 0x7F;
            for (var shift = 7; ; shift += 7)
            {
                uint more = *Position++;
                value |= (more & 0x7F) << shift;
                if (more < 0x80)
                {
                    return value;
                }
            }
        }
    }
}
