using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Agent;

/// <summary>Finds out from the log which series there are and how new their samples. Not safe for concurrent use.</summary>
internal sealed class AgentReplay(AgentSeries series)
{
    private readonly RefTable _slots = new();
    private readonly HashSet<ulong> _otherNames = [];
    private readonly LabelsBuilder _repairedLabels = new();
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();
    private readonly ulong[] _refs = new ulong[1024];
    private readonly long[] _times = new long[1024];
    private readonly double[] _values = new double[1024];
    private ulong _lastRef;

    /// <summary>Samples of series that the log does not name.</summary>
    public long UnknownSamples { get; private set; }

    /// <summary>
    /// Reads a checkpoint or segments. Throws <see cref="CorruptionException"/> at damage; what came before it is kept, and reading can go on with
    /// other segments.
    /// </summary>
    /// <param name="checkpoint">The last segment that the checkpoint stands for; null for segments.</param>
    public void Read(WalReader reader, int? checkpoint = null)
    {
        while (reader.MoveNext())
        {
            ReadRecord(reader.Record, checkpoint ?? reader.RecordEnd.Segment);
        }
    }

    /// <summary>No reference that was read is given to another series.</summary>
    public void Finish() => series.All.ReserveWalRefs(_lastRef);

    private void ReadRecord(ReadOnlySpan<byte> record, int segment)
    {
        switch (RecordTypes.Of(record))
        {
            case RecordType.Series:
                ReadSeries(record, segment);
                break;
            case RecordType.Samples or RecordType.SamplesV2:
                ReadSamples(record, segment);
                break;
            case RecordType.Histograms or RecordType.CustomHistograms or RecordType.HistogramsV2:
                var histograms = new HistogramRecordReader(record);
                while (histograms.MoveNext(_histogram))
                {
                    Note(histograms.Series, histograms.TimestampMs, segment);
                }

                break;
            case RecordType.FloatHistograms or RecordType.CustomFloatHistograms or RecordType.FloatHistogramsV2:
                var floatHistograms = new FloatHistogramRecordReader(record);
                while (floatHistograms.MoveNext(_floatHistogram))
                {
                    Note(floatHistograms.Series, floatHistograms.TimestampMs, segment);
                }

                break;
        }
    }

    private void ReadSeries(ReadOnlySpan<byte> record, int segment)
    {
        var reader = new SeriesRecordReader(record, _repairedLabels);
        while (reader.MoveNext())
        {
            _lastRef = Math.Max(_lastRef, reader.Series);
            if (series.All.GetOrCreate(reader.Labels, reader.Series, out var slot, out _) != AppendOutcome.Accepted)
            {
                continue;
            }

            _slots.Set(reader.Series, slot);
            if (series.All.Table.WalRef(slot) != reader.Series)
            {
                _otherNames.Add(reader.Series);
                series.Retired.Add(reader.Series, segment, long.MinValue);
            }
        }
    }

    private void ReadSamples(ReadOnlySpan<byte> record, int segment)
    {
        var reader = new SampleRecordReader(record);
        for (var count = reader.Read(_refs, _times, _values); count > 0; count = reader.Read(_refs, _times, _values))
        {
            for (var i = 0; i < count; i++)
            {
                Note(_refs[i], _times[i], segment);
            }
        }
    }

    private void Note(ulong reference, long timestampMs, int segment)
    {
        if (!_slots.TryGet(reference, out var slot))
        {
            UnknownSamples++;
            return;
        }

        _ = series.Note(slot, timestampMs);
        if (_otherNames.Contains(reference))
        {
            series.Retired.Add(reference, segment, timestampMs);
        }
    }
}
