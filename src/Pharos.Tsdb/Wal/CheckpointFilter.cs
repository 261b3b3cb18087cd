using System.Diagnostics;
using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Takes the records of a log in their order, and puts into a batch what a checkpoint keeps of them. Records of which all is kept are
/// copied as they are. Not safe for concurrent use.
/// </summary>
internal sealed class CheckpointFilter
{
    private readonly Func<ulong, bool> _keepSeries;
    private readonly long _minTimeMs;
    private readonly LabelsBuilder _copies = new();
    private readonly List<SampleRecord> _samples = [];
    private readonly List<TombstoneRecord> _tombstones = [];
    private readonly List<HistogramRecord> _histograms = [];
    private readonly List<FloatHistogramRecord> _floatHistograms = [];
    private readonly CheckpointMetadata _metadata = new();

    public CheckpointFilter(CheckpointOptions options)
    {
        _keepSeries = options.KeepSeries;
        _minTimeMs = options.MinTimeMs;
    }

    /// <summary>What was kept and is still to be logged; the caller clears it.</summary>
    public WalBatch Batch { get; } = new();

    public CheckpointResult Result { get; } = new();

    private ByteBuffer Buffer => Batch.Buffer;

    /// <exception cref="Storage.CorruptionException">The record does not hold what its type says.</exception>
    public void Add(ReadOnlySpan<byte> record)
    {
        switch (RecordTypes.Of(record))
        {
            case RecordType.Series:
                AddSeries(record);
                break;
            case RecordType.Samples or RecordType.SamplesV2:
                AddSamples(record);
                break;
            case RecordType.Tombstones:
                AddTombstones(record);
                break;
            case RecordType.Exemplars:
                AddExemplars(record);
                break;
            case RecordType.Metadata:
                AddMetadata(record);
                break;
            case RecordType.Histograms or RecordType.CustomHistograms or RecordType.HistogramsV2:
                AddHistograms(record);
                break;
            case RecordType.FloatHistograms or RecordType.CustomFloatHistograms or RecordType.FloatHistogramsV2:
                AddFloatHistograms(record);
                break;
            default:
                // A type of a later version: nobody can say whether it is still needed, and older readers pass over it.
                return;
        }

        Batch.EndRecord();
    }

    /// <summary>Puts the next records of metadata into the batch; false if there are none left.</summary>
    public bool TakeMetadata()
    {
        var isAny = _metadata.Take(Buffer);
        Batch.EndRecord();
        return isAny;
    }

    private void AddSeries(ReadOnlySpan<byte> record)
    {
        var start = Buffer.Length;
        var total = 0;
        var kept = 0;
        var writer = new SeriesRecordWriter(Buffer);
        var reader = new SeriesRecordReader(record, _copies);
        while (reader.MoveNext())
        {
            total++;
            if (_keepSeries(reader.Series))
            {
                kept++;
                writer.Add(reader.Series, reader.Labels);
            }
        }

        DropIfNone(start, kept);
        Result.Series = Result.Series.Plus(total, kept);
    }

    private void AddSamples(ReadOnlySpan<byte> record)
    {
        _samples.Clear();
        var total = 0;
        var reader = new SampleRecordReader(record);
        while (reader.MoveNext())
        {
            total++;
            if (reader.Current.TimestampMs >= _minTimeMs)
            {
                _samples.Add(reader.Current);
            }
        }

        Result.Samples = Result.Samples.Plus(total, _samples.Count);
        if (_samples.Count == total)
        {
            CopyUnlessEmpty(record, total);
        }
        else if (_samples.Count > 0)
        {
            var samples = CollectionsMarshal.AsSpan(_samples);
            if (RecordTypes.Of(record) == RecordType.SamplesV2)
            {
                SampleRecordEncoder.AppendV2(Buffer, samples);
            }
            else
            {
                SampleRecordEncoder.Append(Buffer, samples);
            }
        }
    }

    private void AddTombstones(ReadOnlySpan<byte> record)
    {
        _tombstones.Clear();
        var total = 0;
        var reader = new TombstoneRecordReader(record);
        while (reader.MoveNext())
        {
            total++;
            if (reader.Current.MaxTimeMs >= _minTimeMs && _keepSeries(reader.Current.Series))
            {
                _tombstones.Add(reader.Current);
            }
        }

        Result.Tombstones = Result.Tombstones.Plus(total, _tombstones.Count);
        if (_tombstones.Count > 0)
        {
            TombstoneRecord.Append(Buffer, CollectionsMarshal.AsSpan(_tombstones));
        }
    }

    private void AddExemplars(ReadOnlySpan<byte> record)
    {
        var start = Buffer.Length;
        var total = 0;
        var kept = 0;
        var writer = new ExemplarRecordWriter(Buffer);
        var reader = new ExemplarRecordReader(record, _copies);
        while (reader.MoveNext())
        {
            total++;
            if (reader.TimestampMs >= _minTimeMs)
            {
                kept++;
                writer.Add(reader.Series, reader.Labels, reader.Value, reader.TimestampMs);
            }
        }

        DropIfNone(start, kept);
        Result.Exemplars = Result.Exemplars.Plus(total, kept);
    }

    private void AddMetadata(ReadOnlySpan<byte> record)
    {
        var total = 0;
        var added = 0;
        var reader = new MetadataRecordReader(record);
        while (reader.MoveNext())
        {
            total++;
            if (_keepSeries(reader.Series) && _metadata.Set(reader.Series, reader.Type, reader.Unit, reader.Help))
            {
                added++;
            }
        }

        Result.Metadata = Result.Metadata.Plus(total, added);
    }

    private void AddHistograms(ReadOnlySpan<byte> record)
    {
        _histograms.Clear();
        var total = 0;
        var reader = new HistogramRecordReader(record);
        var histogram = new Histogram();
        while (reader.MoveNext(histogram))
        {
            total++;
            if (reader.TimestampMs >= _minTimeMs)
            {
                _histograms.Add(new HistogramRecord(reader.Series, reader.TimestampMs, histogram, reader.StartTimestampMs));
                histogram = new Histogram();
            }
        }

        Result.Samples = Result.Samples.Plus(total + reader.Skipped, _histograms.Count);
        if (_histograms.Count == total && reader.Skipped == 0)
        {
            CopyUnlessEmpty(record, total);
            return;
        }

        var kept = CollectionsMarshal.AsSpan(_histograms);
        if (RecordTypes.Of(record) == RecordType.HistogramsV2)
        {
            HistogramRecord.AppendV2(Buffer, kept);
            return;
        }

        HistogramRecord.Append(Buffer, kept, custom: false);
        Batch.EndRecord();
        HistogramRecord.Append(Buffer, kept, custom: true);
    }

    private void AddFloatHistograms(ReadOnlySpan<byte> record)
    {
        _floatHistograms.Clear();
        var total = 0;
        var reader = new FloatHistogramRecordReader(record);
        var histogram = new FloatHistogram();
        while (reader.MoveNext(histogram))
        {
            total++;
            if (reader.TimestampMs >= _minTimeMs)
            {
                _floatHistograms.Add(new FloatHistogramRecord(reader.Series, reader.TimestampMs, histogram, reader.StartTimestampMs));
                histogram = new FloatHistogram();
            }
        }

        Result.Samples = Result.Samples.Plus(total + reader.Skipped, _floatHistograms.Count);
        if (_floatHistograms.Count == total && reader.Skipped == 0)
        {
            CopyUnlessEmpty(record, total);
            return;
        }

        var kept = CollectionsMarshal.AsSpan(_floatHistograms);
        if (RecordTypes.Of(record) == RecordType.FloatHistogramsV2)
        {
            FloatHistogramRecord.AppendV2(Buffer, kept);
            return;
        }

        FloatHistogramRecord.Append(Buffer, kept, custom: false);
        Batch.EndRecord();
        FloatHistogramRecord.Append(Buffer, kept, custom: true);
    }

    private void CopyUnlessEmpty(ReadOnlySpan<byte> record, int count)
    {
        if (count > 0)
        {
            Buffer.Append(record);
        }
    }

    /// <summary>Takes back the beginning of a record that nothing was added to.</summary>
    private void DropIfNone(int start, int kept)
    {
        Debug.Assert(start <= Buffer.Length, "A record was begun.");
        if (kept == 0)
        {
            Buffer.Truncate(start);
        }
    }
}
