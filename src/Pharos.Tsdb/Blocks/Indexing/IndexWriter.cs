using System.Buffers.Binary;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Files;
using Pharos.Foundation.Memory;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Writes an index in one go: first all symbols, then all series, then <see cref="Finish"/>, which adds the lists of series by label. What
/// it keeps in memory does not grow with the number of series. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// The file is written beside, with <c>.tmp</c> at the end of its name, and takes its name when it is whole and on the disk; disposing
/// before that deletes it. The bytes are the same that Prometheus writes for the same symbols and series.
/// </remarks>
public sealed class IndexWriter : IDisposable
{
    /// <summary>What making the lists may take beside the buffers.</summary>
    public const int DefaultPostingsBytes = 64 << 20;

    private readonly string _path;
    private readonly int _postingsBytes;
    private readonly SequentialFile _file;
    private readonly ByteBuffer _entry = new();
    private readonly ByteBuffer _lastSymbol = new();
    private readonly LabelUses _uses = new();
    private readonly SeriesLabelNumbers _numbers = new();
    private MappedBytes? _symbolBytes;
    private SymbolTable? _symbols;
    private uint _symbolCount;
    private uint _seriesCount;
    private long _seriesStart;
    private ulong _lastChunk;
    private bool _isFinished;

    public IndexWriter(string path, int postingsBytes = DefaultPostingsBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(postingsBytes, PostingsWriter.LeastBytes);
        _path = path;
        _postingsBytes = postingsBytes;
        _file = new SequentialFile(path + ".tmp", IndexFormat.MaxFileBytes);
        Span<byte> header = stackalloc byte[IndexFormat.HeaderBytes + 2 * IndexFormat.LengthBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(header, IndexFormat.Magic);
        header[4] = IndexFormat.WrittenVersion;
        _file.Write(header);
    }

    public uint SeriesCount => _seriesCount;

    /// <summary>Adds a name or value of the labels to come. Symbols come in ascending order, each once.</summary>
    public void AddSymbol(ReadOnlySpan<byte> symbol)
    {
        if (_symbols is not null)
        {
            throw new InvalidOperationException("symbols come before series");
        }

        if (_symbolCount > 0 && symbol.SequenceCompareTo(_lastSymbol.Written) <= 0)
        {
            throw new ArgumentException(
                $"symbol \"{Encoding.UTF8.GetString(symbol)}\" is not after \"{Encoding.UTF8.GetString(_lastSymbol.Written)}\"",
                nameof(symbol));
        }

        _lastSymbol.Clear();
        _lastSymbol.Append(symbol);
        _entry.Clear();
        _entry.AppendVarInt((ulong)symbol.Length);
        _entry.Append(symbol);
        _file.Write(_entry.Written);
        _symbolCount++;
    }

    /// <summary>
    /// Adds a series behind all that are before it in the order of labels, with its chunks in the order of their times and references.
    /// </summary>
    public void AddSeries(LabelsView labels, ReadOnlySpan<ChunkMeta> chunks)
    {
        if (_symbols is null)
        {
            FinishSymbols();
        }

        if (labels.IsEmpty)
        {
            throw new ArgumentException("a series has no labels", nameof(labels));
        }

        if (_seriesCount > 0 && labels.CompareTo(_numbers.LastLabels) <= 0)
        {
            // They come from blocks of other writers, too.
            throw new CorruptionException(
                $"out-of-order series added with label set {labels.ToString()} / previous {_numbers.LastLabels.ToString()}");
        }

        CheckChunks(labels, chunks);
        _entry.Clear();
        _numbers.Append(_entry, labels, _uses);
        AppendChunks(chunks);

        _file.Align(IndexFormat.SeriesAlignment);
        Span<byte> number = stackalloc byte[VarInt.MaxBytes];
        _file.Write(number[..VarInt.Write(number, (ulong)_entry.Length)]);
        _file.Write(_entry.Written);
        WriteUInt32(Crc32C.Compute(_entry.Written));
        _seriesCount++;
        _lastChunk = chunks.IsEmpty ? _lastChunk : chunks[^1].Ref;
    }

    /// <summary>Writes the rest and gives the file its name. Returns its length.</summary>
    public long Finish(CancellationToken cancellation = default)
    {
        if (_isFinished)
        {
            throw new InvalidOperationException("the index is finished");
        }

        if (_symbols is null)
        {
            FinishSymbols();
        }

        var seriesEnd = _file.Position;
        _file.Align(IndexFormat.PostingsAlignment);
        var postings = new PostingsWriter(_file, _symbols!, _postingsBytes, cancellation);
        var table = postings.Write(_seriesStart, seriesEnd, _seriesCount, _uses);

        Span<byte> end = stackalloc byte[TableOfContents.Bytes];
        new TableOfContents(IndexFormat.HeaderBytes, _seriesStart, seriesEnd, table, seriesEnd, table).Write(end);
        _file.Write(end);
        _file.FlushToDisk();
        var length = _file.Position;
        _file.Dispose();
        File.Move(_file.Path, _path, overwrite: true);
        _isFinished = true;
        DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        return length;
    }

    public void Dispose()
    {
        _symbolBytes?.Dispose();
        _symbolBytes = null;
        _file.Dispose();
        if (!_isFinished)
        {
            File.Delete(_file.Path);
        }
    }

    private static void CheckOrder(LabelsView labels, ChunkMeta chunk, ulong lastRef)
    {
        if (chunk.Ref < lastRef)
        {
            throw new ArgumentException($"series {labels.ToString()}: chunk {chunk.Ref} is before chunk {lastRef}", nameof(chunk));
        }

        if (chunk.MaxTimeMs < chunk.MinTimeMs)
        {
            throw new ArgumentException(
                $"series {labels.ToString()}: a chunk ends at {chunk.MaxTimeMs}, before its begin at {chunk.MinTimeMs}", nameof(chunk));
        }
    }

    private void CheckChunks(LabelsView labels, ReadOnlySpan<ChunkMeta> chunks)
    {
        var lastRef = _lastChunk;
        for (var i = 0; i < chunks.Length; i++)
        {
            CheckOrder(labels, chunks[i], lastRef);
            lastRef = chunks[i].Ref;
            if (i > 0 && chunks[i].MinTimeMs <= chunks[i - 1].MaxTimeMs)
            {
                throw new ArgumentException(
                    $"series {labels.ToString()}: a chunk begins at {chunks[i].MinTimeMs}, and the one before ends at {chunks[i - 1].MaxTimeMs}",
                    nameof(chunks));
            }
        }
    }

    private void AppendChunks(ReadOnlySpan<ChunkMeta> chunks)
    {
        _entry.AppendVarInt((ulong)chunks.Length);
        ChunkMeta last = default;
        for (var i = 0; i < chunks.Length; i++)
        {
            var chunk = chunks[i];
            if (i == 0)
            {
                _entry.Advance(VarInt.WriteSigned(_entry.GetSpan(VarInt.MaxBytes), chunk.MinTimeMs));
                _entry.AppendVarInt((ulong)(chunk.MaxTimeMs - chunk.MinTimeMs));
                _entry.AppendVarInt(chunk.Ref);
            }
            else
            {
                _entry.AppendVarInt((ulong)(chunk.MinTimeMs - last.MaxTimeMs));
                _entry.AppendVarInt((ulong)(chunk.MaxTimeMs - chunk.MinTimeMs));
                _entry.Advance(VarInt.WriteSigned(_entry.GetSpan(VarInt.MaxBytes), (long)(chunk.Ref - last.Ref)));
            }

            last = chunk;
        }
    }

    /// <summary>Writes what stands before the symbols now that it is known, and maps them to find their numbers.</summary>
    private void FinishSymbols()
    {
        const long start = IndexFormat.HeaderBytes;
        var end = _file.Position;
        var length = end - start - IndexFormat.LengthBytes;
        if (length > uint.MaxValue)
        {
            throw new IOException($"{_path}: the symbols have {length} bytes, and the format allows {uint.MaxValue}");
        }

        Span<byte> counts = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counts, (uint)length);
        BinaryPrimitives.WriteUInt32BigEndian(counts[sizeof(uint)..], _symbolCount);
        _file.Patch(start, counts);
        _symbolBytes = MappedBytes.Map(_file.Handle, end, _file.Path);
        WriteUInt32(MapCursor.Checksum(_symbolBytes, start + IndexFormat.LengthBytes, end));
        _seriesStart = _file.Position;
        _symbols = new SymbolTable(_symbolBytes, new MapCursor(_symbolBytes, start + IndexFormat.LengthBytes, end), isByOffset: false);
        _numbers.Begin(_symbols);
    }

    private void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _file.Write(bytes);
    }
}
