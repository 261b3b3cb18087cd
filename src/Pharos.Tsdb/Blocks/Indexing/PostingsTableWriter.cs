using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;
using Pharos.Storage;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Writes where the list of each name and value is. Nothing was noted while the lists were written: they stand in the order of names and
/// values, and the first series of each tells its value.
/// </summary>
internal sealed class PostingsTableWriter
{
    private const int ListsPerCancellationCheck = 4096;

    private readonly SequentialFile _file;
    private readonly SymbolTable _symbols;
    private readonly MappedBytes _bytes;
    private readonly CancellationToken _cancellation;
    private readonly ByteBuffer _entry = new();
    private uint _checksum;

    /// <param name="bytes">All that was written so far.</param>
    public PostingsTableWriter(SequentialFile file, SymbolTable symbols, MappedBytes bytes, CancellationToken cancellation)
    {
        _file = file;
        _symbols = symbols;
        _bytes = bytes;
        _cancellation = cancellation;
    }

    /// <param name="lists">Where the lists begin: the one of all series, and then</param>
    /// <param name="names">for each name so many.</param>
    public void Write(long lists, List<(uint Name, uint Lists)> names)
    {
        var start = _file.Position;
        long count = 1;
        foreach (var name in names)
        {
            count += name.Lists;
        }

        if (count > uint.MaxValue)
        {
            throw new IOException($"{_file.Path}: {count} values of labels are more than the format allows");
        }

        Span<byte> header = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(header[sizeof(uint)..], (uint)count);
        header[..sizeof(uint)].Clear();
        _file.Write(header);
        _checksum = Crc32C.Compute(header[sizeof(uint)..]);

        var cursor = new MapCursor(_bytes, lists, start);
        WriteEntry([0], [0], cursor.Position);
        Next(ref cursor);
        foreach (var (name, count32) in names)
        {
            var text = _symbols.EncodedAt(name);
            for (uint i = 0; i < count32; i++)
            {
                if (i % ListsPerCancellationCheck == 0)
                {
                    _cancellation.ThrowIfCancellationRequested();
                }

                var offset = cursor.Position;
                WriteEntry(text, _symbols.EncodedAt(ValueOf(name, Next(ref cursor))), offset);
            }
        }

        Finish(start);
    }

    private void WriteEntry(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, long postings)
    {
        _entry.Clear();
        _entry.Append(IndexFormat.KeysOfPostings);
        _entry.Append(name);
        _entry.Append(value);
        _entry.AppendVarInt((ulong)postings);
        _checksum = Crc32C.Append(_checksum, _entry.Written);
        _file.Write(_entry.Written);
    }

    /// <summary>Goes to the next list and returns the first series of this one, 0 if it has none.</summary>
    private static uint Next(ref MapCursor cursor)
    {
        var length = cursor.TakeUInt32();
        var end = cursor.Position + length + IndexFormat.ChecksumBytes;
        var first = cursor.TakeUInt32() > 0 ? cursor.TakeUInt32() : 0;
        cursor.Skip((ulong)(end - cursor.Position));
        return first;
    }

    private uint ValueOf(uint name, uint series)
    {
        var cursor = new MapCursor(_bytes, (long)series * IndexFormat.SeriesAlignment, _bytes.Length);
        cursor.TakeVarInt();
        for (var count = cursor.TakeVarInt(); count > 0; count--)
        {
            var label = cursor.TakeVarInt();
            var value = cursor.TakeVarInt();
            if (label == name)
            {
                return (uint)value;
            }
        }

        throw new CorruptionException($"series {series} is listed for a label that it does not have", cursor.Position, _file.Path);
    }

    private void Finish(long start)
    {
        var length = _file.Position - start - IndexFormat.LengthBytes;
        if (length > uint.MaxValue)
        {
            throw new IOException($"{_file.Path}: the table of postings has {length} bytes, and the format allows {uint.MaxValue}");
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _checksum);
        _file.Write(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)length);
        _file.Patch(start, bytes);
    }
}
