using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// The index of a block: which series there are, which labels they have, and where their chunks are. Safe for concurrent use until it is
/// disposed. All that is read is checked; damage throws <see cref="CorruptionException"/> with the place.
/// </summary>
public sealed class IndexReader : IDisposable
{
    public const string FileName = "index";

    /// <summary>No series has labels of this size, but a hostile file could make its few bytes mean it.</summary>
    private const int MaxLabelBytes = 64 << 20;

    private readonly MappedBytes _file;
    private readonly TableOfContents _contents;

    private IndexReader(MappedBytes file)
    {
        _file = file;
        var header = new MapCursor(file, 0, file.Length);
        var magic = header.TakeUInt32();
        if (magic != IndexFormat.Magic)
        {
            throw new CorruptionException($"expected an index, which begins with {IndexFormat.Magic:x8}, found {magic:x8}", 0, file.Path);
        }

        Version = header.TakeByte();
        if (Version is < IndexFormat.FirstVersion or > IndexFormat.LastVersion)
        {
            throw new CorruptionException($"unknown index file version {Version}", IndexFormat.LengthBytes, file.Path);
        }

        _contents = TableOfContents.Read(file);
        SymbolTable = new SymbolTable(file, MapCursor.OverSection(file, _contents.Symbols, "symbols"), IsFirstVersion);
        PostingsTable = new PostingsTable(file, MapCursor.OverSection(file, _contents.PostingsTable, "table of postings"));
    }

    public int Version { get; }

    public long SizeBytes => _file.Length;

    public uint SymbolCount => SymbolTable.Count;

    internal long SymbolTableBytes => SymbolTable.MemoryBytes;

    internal SymbolTable SymbolTable { get; }

    internal PostingsTable PostingsTable { get; }

    /// <summary>All ids are below.</summary>
    internal long IdLimit => IsFirstVersion ? _file.Length : _file.Length / IndexFormat.SeriesAlignment + 1;

    private bool IsFirstVersion => Version == IndexFormat.FirstVersion;

    public static IndexReader Open(string path) => Open(MappedBytes.Open(path));

    /// <summary>Takes over the bytes: they are disposed with the reader, and also if they are no index.</summary>
    public static IndexReader Open(MappedBytes file)
    {
        try
        {
            return new IndexReader(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>All symbols in their order.</summary>
    public SymbolCursor Symbols() => SymbolTable.Read();

    /// <summary>Reads a series that this index gave the id of.</summary>
    public void ReadSeries(uint id, SeriesEntry entry, bool withChunks = true)
    {
        entry.Clear();
        var fields = Series(id);
        ReadLabels(ref fields, entry);
        if (withChunks)
        {
            ReadChunks(ref fields, entry);
        }
    }

    /// <summary>The series that fulfil all matchers; without any, all. The caller disposes them.</summary>
    public SeriesIds Select(ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        new SeriesSelection(this, cancellation).Select(matchers);

    /// <inheritdoc cref="ILabelQuerier.LabelNames"/>
    public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        new LabelSelection(this, cancellation).Names(limit, matchers);

    /// <inheritdoc cref="ILabelQuerier.LabelValues"/>
    public IReadOnlyList<byte[]> LabelValues(
        ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        new LabelSelection(this, cancellation).Values(name, limit, matchers);

    /// <summary>Goes over the table of postings: names and values in order, and how many series have them.</summary>
    public void ForEachValue(ValueVisitor visit)
    {
        for (var i = 0; i < PostingsTable.NameCount; i++)
        {
            var values = PostingsTable.Values(i);
            while (values.MoveNext())
            {
                visit(PostingsTable.NameAt(i), values.Value, Postings(values.PostingsOffset).Count);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The list that begins there, verified.</summary>
    internal BigEndianIds Postings(long offset)
    {
        var content = MapCursor.OverSection(_file, Math.Min(offset, _file.Length), "postings");
        var count = content.TakeUInt32();
        var bytes = content.End - content.Position;
        if (bytes != count * (long)sizeof(uint) || bytes > int.MaxValue)
        {
            throw new CorruptionException($"{bytes} bytes of postings cannot be {count} series", offset, _file.Path);
        }

        return new BigEndianIds(content.Take((int)bytes));
    }

    /// <summary>How many ids the list has that begins there; the list itself is not verified.</summary>
    internal uint PostingsCount(long offset)
    {
        var header = new MapCursor(_file, Math.Min(offset, _file.Length), _file.Length);
        header.TakeUInt32();
        return header.TakeUInt32();
    }

    internal uint SeriesCount => PostingsTable.FindPostings(default, default) is >= 0 and var offset ? PostingsCount(offset) : 0;

    /// <summary>The list of all series.</summary>
    internal BigEndianIds AllPostings() => PostingsTable.FindPostings(default, default) is >= 0 and var offset ? Postings(offset) : default;

    /// <summary>The body of a series' entry, verified.</summary>
    internal FieldReader Series(uint id)
    {
        var offset = IsFirstVersion ? id : (long)id * IndexFormat.SeriesAlignment;
        if (offset < _contents.Series || offset >= _file.Length)
        {
            throw new CorruptionException($"there is no series {id}", offset, _file.Path);
        }

        var rest = _file.From(offset);
        if (!VarInt.TryRead(rest, out var length, out var prefix) || length > (ulong)(rest.Length - prefix) ||
            (long)length + IndexFormat.ChecksumBytes > rest.Length - prefix)
        {
            throw new CorruptionException($"the entry of series {id} goes beyond the end", offset, _file.Path);
        }

        var body = rest.Slice(prefix, (int)length);
        return Crc32C.Compute(body) == BinaryPrimitives.ReadUInt32BigEndian(rest[(prefix + (int)length)..])
            ? new FieldReader(body, offset + prefix, _file.Path)
            : throw new CorruptionException($"the checksum of series {id} is wrong", offset, _file.Path);
    }

    private void ReadLabels(scoped ref FieldReader fields, SeriesEntry entry)
    {
        var isProper = true;
        var labels = entry.LabelBytes;
        var symbols = entry.RecentOf(SymbolTable);
        long lastName = -1;
        for (var count = fields.TakeCount(leastBytesEach: 2); count > 0; count--)
        {
            var name = fields.TakeReference();
            var value = symbols.EncodedAt(fields.TakeReference());

            // Symbols are sorted, so names are if their references are.
            isProper &= name > lastName && value.Length > 1;
            lastName = name;
            labels.Append(symbols.EncodedAt(name));
            labels.Append(value);
            if (labels.Length > MaxLabelBytes)
            {
                fields.Throw($"the labels of a series have more than {MaxLabelBytes} bytes");
            }
        }

        if (!isProper)
        {
            entry.Normalize();
        }
    }

    private static void ReadChunks(scoped ref FieldReader fields, SeriesEntry entry)
    {
        var count = fields.TakeCount(leastBytesEach: 3);
        if (count == 0)
        {
            return;
        }

        // Sums wrap around as they did when the differences were made.
        var minTimeMs = fields.TakeSigned();
        var maxTimeMs = minTimeMs + (long)fields.TakeVarInt();
        var reference = fields.TakeVarInt();
        entry.Add(new ChunkMeta(minTimeMs, maxTimeMs, reference));
        for (var i = 1; i < count; i++)
        {
            minTimeMs = maxTimeMs + (long)fields.TakeVarInt();
            maxTimeMs = minTimeMs + (long)fields.TakeVarInt();
            reference += (ulong)fields.TakeSigned();
            entry.Add(new ChunkMeta(minTimeMs, maxTimeMs, reference));
        }
    }
}

/// <summary>Gets a name, one of its values, and how many series have them. The spans are valid during the call.</summary>
public delegate void ValueVisitor(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int series);
