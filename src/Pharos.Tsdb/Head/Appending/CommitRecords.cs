using System.Runtime.InteropServices;
using Pharos.Model.Histograms;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>Turns the samples of a batch into records of the log. Used for one batch after the other.</summary>
internal sealed class CommitRecords(SeriesTable series)
{
    private readonly List<HistogramRecord> _histograms = [];
    private readonly List<FloatHistogramRecord> _floatHistograms = [];
    private ulong[] _walRefs = [];

    public void Encode(StagedSamples samples, WalBatch records)
    {
        for (var run = 0; run < samples.Runs.Count; run++)
        {
            var (kind, start) = samples.Runs[run];
            var end = samples.EndOf(run);
            switch (kind)
            {
                case StagedKind.Float:
                    EncodeFloats(samples.Floats, start, end, records);
                    break;
                case StagedKind.Histogram:
                    EncodeHistograms(CollectionsMarshal.AsSpan(samples.Histograms)[start..end], records);
                    break;
                default:
                    EncodeFloatHistograms(CollectionsMarshal.AsSpan(samples.FloatHistograms)[start..end], records);
                    break;
            }
        }
    }

    private void EncodeFloats(FloatColumns floats, int start, int end, WalBatch records)
    {
        var slots = floats.Slots[start..end];
        if (_walRefs.Length < slots.Length)
        {
            _walRefs = new ulong[Math.Max(slots.Length, _walRefs.Length * 2)];
        }

        for (var i = 0; i < slots.Length; i++)
        {
            _walRefs[i] = series.WalRef(slots[i]);
        }

        SampleRecordEncoder.Append(records.Buffer, _walRefs.AsSpan(0, slots.Length), floats.TimesMs[start..end], floats.Values[start..end]);
        records.EndRecord();
    }

    private void EncodeHistograms(ReadOnlySpan<StagedHistogram<Histogram>> staged, WalBatch records)
    {
        _histograms.Clear();
        foreach (var (slot, time, value) in staged)
        {
            _histograms.Add(new HistogramRecord(series.WalRef(slot), time, value));
        }

        foreach (var custom in (ReadOnlySpan<bool>)[false, true])
        {
            HistogramRecord.Append(records.Buffer, CollectionsMarshal.AsSpan(_histograms), custom);
            records.EndRecord();
        }
    }

    private void EncodeFloatHistograms(ReadOnlySpan<StagedHistogram<FloatHistogram>> staged, WalBatch records)
    {
        _floatHistograms.Clear();
        foreach (var (slot, time, value) in staged)
        {
            _floatHistograms.Add(new FloatHistogramRecord(series.WalRef(slot), time, value));
        }

        foreach (var custom in (ReadOnlySpan<bool>)[false, true])
        {
            FloatHistogramRecord.Append(records.Buffer, CollectionsMarshal.AsSpan(_floatHistograms), custom);
            records.EndRecord();
        }
    }
}
