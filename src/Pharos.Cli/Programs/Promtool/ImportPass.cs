using System.Text;
using Pharos.Formats.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Tools;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Some blocks that are made while a file is read once. Not safe for concurrent use.</summary>
internal sealed class ImportPass : IDisposable
{
    /// <summary>So that samples do not wait in memory until the file is read.</summary>
    private const int SamplesOfBatch = 5000;

    private readonly ImportPlan _plan;
    private readonly (byte[] Name, byte[] Value)[] _labels;
    private readonly SortedDictionary<long, Part> _parts = [];
    private readonly LabelsBuilder _builder = new();
    private readonly ByteBuffer _series = new();
    private long _lastBlock;
    private SeriesRef _lastRef;

    /// <param name="blocks">Their numbers; samples of other blocks are passed over.</param>
    /// <param name="labels">Put on all series; one without a value is taken away from them.</param>
    public ImportPass(
        IReadOnlyList<long> blocks, ImportPlan plan, long blockMs, UlidSource ulids, IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        _plan = plan;
        _labels = [.. labels.Select(static label => (Encoding.UTF8.GetBytes(label.Key), Encoding.UTF8.GetBytes(label.Value)))];
        try
        {
            foreach (var block in blocks)
            {
                _parts.Add(block, new Part(new BlockBuilder(blockMs, ulids)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes the sample that the reader stands on. The result is why it cannot.</summary>
    public string? Append(ref OpenMetricsReader reader)
    {
        if (!reader.HasTimestamp)
        {
            return "expected timestamp for series, got none";
        }

        var block = _plan.BlockOf(reader.TimestampMs);
        if (!_parts.TryGetValue(block, out var part))
        {
            return null;
        }

        // Files often have the samples of a series one after the other.
        AppendResult result;
        if (block == _lastBlock && !_lastRef.IsNone && reader.Series.SequenceEqual(_series.Written))
        {
            result = part.Appender.Append(_lastRef, default, reader.TimestampMs, reader.Value);
        }
        else
        {
            reader.ReadLabels(_builder);
            foreach (var (name, value) in _labels)
            {
                _builder.Set(name, value);
            }

            result = part.Appender.Append(default, _builder.View(), reader.TimestampMs, reader.Value);
            _series.Clear();
            _series.Append(reader.Series);
            (_lastBlock, _lastRef) = (block, result.Series);
        }

        if (result.Outcome != AppendOutcome.Accepted)
        {
            return $"add sample: {result.Outcome.Message()}";
        }

        if (++part.Waiting == SamplesOfBatch)
        {
            part.Appender.Commit();
            part.Waiting = 0;
        }

        return null;
    }

    /// <summary>Writes the blocks, one after the other as they are asked for.</summary>
    public IEnumerable<BlockMeta> Write(string directory)
    {
        foreach (var part in _parts.Values)
        {
            part.Appender.Commit();
            if (part.Builder.Write(directory) is { } meta)
            {
                yield return meta;
            }
        }
    }

    public void Dispose()
    {
        foreach (var part in _parts.Values)
        {
            part.Appender.Dispose();
            part.Builder.Dispose();
        }
    }

    private sealed class Part(BlockBuilder builder)
    {
        public BlockBuilder Builder { get; } = builder;

        public IAppender Appender { get; } = builder.NewAppender();

        /// <summary>Samples that are not committed.</summary>
        public int Waiting { get; set; }
    }
}
