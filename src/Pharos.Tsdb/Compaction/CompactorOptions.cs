using Microsoft.Extensions.Logging;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Segments;

namespace Pharos.Tsdb.Compaction;

public sealed record CompactorOptions
{
    /// <summary>The most bytes of a file of chunks.</summary>
    public long SegmentBytes { get; init; } = ChunkSegmentWriter.DefaultSegmentBytes;

    /// <summary>How floats of overlapping chunks are written; asked for each block, since the configuration may change.</summary>
    public Func<ChunkEncoding> FloatEncoding { get; init; } = static () => ChunkEncoding.Xor;

    public CompactionMetrics? Metrics { get; init; }

    public ILogger? Log { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
