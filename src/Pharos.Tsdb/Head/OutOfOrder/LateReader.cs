using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head.OutOfOrder;

/// <summary>Gathers what came out of order of one series, sorted. Used for one series after the other; what it gives is valid until the next.</summary>
internal sealed class LateReader(HeadChunkFiles files)
{
    private readonly List<HeadChunkMeta> _mapped = [];
    private readonly List<LateSample> _samples = [];
    private readonly ChunkReader _reader = new();
    private readonly long[] _times = new long[128];
    private readonly double[] _values = new double[128];

    /// <summary>By ascending times, each time once.</summary>
    public List<LateSample> Samples => _samples;

    /// <summary>Notes what there is. The caller holds the lock of the series' page.</summary>
    public void Take(SeriesExtra? extra, long minTimeMs, long maxTimeMs)
    {
        _mapped.Clear();
        _samples.Clear();
        if (extra?.Late is not { IsEmpty: false } late)
        {
            return;
        }

        foreach (var sample in late.Open)
        {
            if (sample.TimestampMs >= minTimeMs && sample.TimestampMs <= maxTimeMs)
            {
                _samples.Add(sample);
            }
        }

        var mapped = late.Mapped();
        while (mapped.MoveNext())
        {
            if (mapped.Current.MinTimeMs <= maxTimeMs && mapped.Current.MaxTimeMs >= minTimeMs)
            {
                _mapped.Add(mapped.Current);
            }
        }
    }

    /// <summary>Reads the chunks that were noted, without the lock, and leaves out what was deleted.</summary>
    public void Load(Intervals deleted, long minTimeMs, long maxTimeMs)
    {
        if (_mapped.Count > 0)
        {
            foreach (var chunk in _mapped)
            {
                files.Load(chunk.Location, _reader);
                ReadChunk(minTimeMs, maxTimeMs);
            }

            SortOnce();
        }

        if (!deleted.IsEmpty)
        {
            _samples.RemoveAll(sample => deleted.Contains(sample.TimestampMs));
        }
    }

    private void ReadChunk(long minTimeMs, long maxTimeMs)
    {
        while (_reader.Remaining > 0)
        {
            switch (_reader.Kind)
            {
                case SampleKind.Float:
                    var count = _reader.ReadFloats(_times, _values);
                    for (var i = 0; i < count; i++)
                    {
                        AddIn(minTimeMs, maxTimeMs, new LateSample(_times[i], _values[i]));
                    }

                    break;
                case SampleKind.Histogram:
                    var histogram = new Histogram();
                    AddIn(minTimeMs, maxTimeMs, new LateSample(_reader.ReadHistogram(histogram), 0, Histogram: histogram));
                    break;
                default:
                    var floatHistogram = new FloatHistogram();
                    AddIn(minTimeMs, maxTimeMs, new LateSample(_reader.ReadFloatHistogram(floatHistogram), 0, FloatHistogram: floatHistogram));
                    break;
            }
        }
    }

    private void AddIn(long minTimeMs, long maxTimeMs, in LateSample sample)
    {
        if (sample.TimestampMs >= minTimeMs && sample.TimestampMs <= maxTimeMs)
        {
            _samples.Add(sample);
        }
    }

    private void SortOnce()
    {
        _samples.Sort(static (left, right) => left.TimestampMs.CompareTo(right.TimestampMs));
        var kept = 0;
        for (var i = 0; i < _samples.Count; i++)
        {
            if (kept == 0 || _samples[i].TimestampMs != _samples[kept - 1].TimestampMs)
            {
                _samples[kept++] = _samples[i];
            }
        }

        _samples.RemoveRange(kept, _samples.Count - kept);
    }
}
