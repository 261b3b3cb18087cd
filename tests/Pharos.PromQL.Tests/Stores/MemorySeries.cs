using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.PromQL.Tests.Stores;

/// <summary>A sample as it was added.</summary>
internal readonly record struct MemorySample(long TimestampMs, double Value, FloatHistogram? Histogram, long StartTimestampMs);

/// <summary>The samples of one series, in the chunks that a store would make of them: they decide on the hints of histograms.</summary>
internal sealed class MemorySeries(Labels labels)
{
    private readonly List<MemorySample> _samples = [];
    private List<(ChunkEncoding Encoding, byte[] Data)>? _chunks;

    public Labels Labels { get; } = labels;

    public IReadOnlyList<(ChunkEncoding Encoding, byte[] Data)> Chunks => _chunks ??= MakeChunks();

    /// <summary>Times must increase.</summary>
    public void Add(MemorySample sample)
    {
        if (_samples.Count > 0 && sample.TimestampMs <= _samples[^1].TimestampMs)
        {
            throw new InvalidOperationException($"{Labels}: a sample at {sample.TimestampMs} after one at {_samples[^1].TimestampMs}");
        }

        _samples.Add(sample);
        _chunks = null;
    }

    private List<(ChunkEncoding Encoding, byte[] Data)> MakeChunks()
    {
        var chunks = new List<(ChunkEncoding Encoding, byte[] Data)>();
        var writer = new ChunkSequenceWriter(ChunkEncoding.Xor2);
        foreach (var sample in _samples)
        {
            var isFinished = sample.Histogram is null
                ? writer.Append(sample.TimestampMs, sample.Value, sample.StartTimestampMs)
                : writer.Append(sample.TimestampMs, sample.Histogram.Copy(), sample.StartTimestampMs);
            Take(isFinished);
        }

        Take(writer.Finish());
        return chunks;

        void Take(bool isFinished)
        {
            if (isFinished)
            {
                chunks.Add((writer.Finished.Encoding, writer.Finished.Data.ToArray()));
            }
        }
    }
}
