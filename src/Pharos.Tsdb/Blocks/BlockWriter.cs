using Pharos.Foundation.Files;
using Pharos.Storage;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Blocks.Indexing;
using Pharos.Tsdb.Blocks.Segments;

namespace Pharos.Tsdb.Blocks;

/// <summary>Makes blocks of series that come one after the other: from the head, from other blocks, from a backfill.</summary>
public static class BlockWriter
{
    /// <summary>What the name of a folder ends with until its block is whole. Such folders are removed at the next start.</summary>
    public const string UnfinishedSuffix = ".tmp-for-creation";

    private const string ChunksFolder = "chunks";
    private const int SeriesPerCancellationCheck = 64;

    /// <summary>
    /// Writes a block into the folder of its ULID, which appears when everything is on the disk. Whatever fails, and when cancelled,
    /// nothing stays.
    /// </summary>
    /// <param name="parentDirectory">The data directory.</param>
    /// <param name="meta">All but the statistics, which are counted here.</param>
    /// <param name="symbols">All names and values of labels of the series, and perhaps more.</param>
    /// <param name="series">
    /// In the order of labels, each with chunks that do not overlap in the order of time; those without chunks are left out. Samples are
    /// not looked at.
    /// </param>
    /// <returns>What stands in <c>meta.json</c>; null if there was no sample, and therefore no block is written.</returns>
    public static BlockMeta? Write(
        string parentDirectory,
        BlockMeta meta,
        SymbolCursor symbols,
        ChunkSeriesSet series,
        long segmentBytes = ChunkSegmentWriter.DefaultSegmentBytes,
        CancellationToken cancellation = default)
    {
        var directory = Path.Combine(parentDirectory, meta.Ulid.ToString());
        if (Directory.Exists(directory))
        {
            throw new IOException($"{directory}: there is such a block already");
        }

        var written = WriteUnfinished(parentDirectory, meta, symbols, series, segmentBytes, cancellation);
        if (written is not null)
        {
            Finish(parentDirectory, meta.Ulid);
        }

        return written;
    }

    /// <summary>
    /// As <see cref="Write"/>, but the block does not appear before <see cref="Finish"/>, and is gone at the next start if that does not come.
    /// </summary>
    internal static BlockMeta? WriteUnfinished(
        string parentDirectory, BlockMeta meta, SymbolCursor symbols, ChunkSeriesSet series, long segmentBytes, CancellationToken cancellation)
    {
        var unfinished = UnfinishedPath(parentDirectory, meta.Ulid);
        Delete(unfinished);
        try
        {
            Directory.CreateDirectory(unfinished);
            var stats = Fill(unfinished, symbols, series, segmentBytes, cancellation);
            if (stats.Samples == 0)
            {
                Delete(unfinished);
                return null;
            }

            var written = meta with { Stats = stats };
            BlockMetaFile.Write(unfinished, written);
            TombstoneFile.Write(unfinished, new TombstoneStore());
            DirectorySync.Flush(unfinished);
            return written;
        }
        catch
        {
            Delete(unfinished);
            throw;
        }
    }

    /// <summary>Makes a block appear that was written. If that fails nothing stays.</summary>
    internal static void Finish(string parentDirectory, Ulid block)
    {
        var unfinished = UnfinishedPath(parentDirectory, block);
        try
        {
            Directory.Move(unfinished, Path.Combine(parentDirectory, block.ToString()));
            DirectorySync.Flush(parentDirectory);
        }
        catch
        {
            Delete(unfinished);
            throw;
        }
    }

    private static string UnfinishedPath(string parentDirectory, Ulid block) => Path.Combine(parentDirectory, block + UnfinishedSuffix);

    private static BlockStats Fill(
        string directory, SymbolCursor symbols, ChunkSeriesSet series, long segmentBytes, CancellationToken cancellation)
    {
        using var chunks = new ChunkSegmentWriter(Path.Combine(directory, ChunksFolder), segmentBytes);
        using var index = new IndexWriter(Path.Combine(directory, IndexReader.FileName));
        while (symbols.MoveNext())
        {
            index.AddSymbol(symbols.Current);
        }

        var stats = new BlockStats();
        var written = new List<ChunkMeta>();
        for (ulong seen = 0; series.MoveNext(); seen++)
        {
            if (seen % SeriesPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            written.Clear();
            while (series.MoveNextChunk())
            {
                Count(stats, series);
                written.Add(chunks.Write(series.Chunk));
            }

            if (written.Count > 0)
            {
                index.AddSeries(series.Labels, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(written));
                stats.Series++;
            }
        }

        chunks.Finish();
        index.Finish(cancellation);
        return stats;
    }

    private static void Count(BlockStats stats, ChunkSeriesSet series)
    {
        var samples = (ulong)ChunkSampleCount.Of(series.Chunk);
        stats.Chunks++;
        stats.Samples += samples;
        if (ChunkSampleCount.IsFloat(series.Chunk.Encoding))
        {
            stats.FloatSamples += samples;
        }
        else
        {
            stats.HistogramSamples += samples;
        }
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
