using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Tsdb.Blocks.Indexing;

namespace Pharos.Tsdb.Blocks;

/// <summary>
/// What an index says of one series. Made once and filled again and again by <see cref="IndexReader.ReadSeries"/>; labels and chunks are
/// valid until it is filled the next time. Not safe for concurrent use.
/// </summary>
public sealed class SeriesEntry
{
    private readonly ByteBuffer _labels = new();
    private ChunkMeta[] _chunks = new ChunkMeta[16];
    private int _chunkCount;
    private LabelsBuilder? _builder;
    private RecentSymbols? _recent;

    public LabelsView Labels => new(_labels.Written);

    /// <summary>In the order of time.</summary>
    public ReadOnlySpan<ChunkMeta> Chunks => _chunks.AsSpan(0, _chunkCount);

    internal ByteBuffer LabelBytes => _labels;

    internal void Clear()
    {
        _labels.Clear();
        _chunkCount = 0;
    }

    /// <summary>Where symbols of an index are that were looked for lately.</summary>
    internal RecentSymbols RecentOf(SymbolTable table)
    {
        if (_recent is null || _recent.Table != table)
        {
            _recent = new RecentSymbols(table);
        }

        return _recent;
    }

    internal void Add(ChunkMeta chunk)
    {
        if (_chunkCount == _chunks.Length)
        {
            Array.Resize(ref _chunks, 2 * _chunkCount);
        }

        _chunks[_chunkCount++] = chunk;
    }

    /// <summary>Makes a proper set of labels that some old program wrote in another order, or without value.</summary>
    internal void Normalize()
    {
        _builder ??= new LabelsBuilder();
        _builder.Reset();
        foreach (var label in Labels)
        {
            _builder.Set(label.Name, label.Value);
        }

        var proper = _builder.View();
        _labels.Clear();
        _labels.Append(proper.Encoded);
    }
}
