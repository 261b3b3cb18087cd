using Pharos.Model.Histograms;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// Restores what came out of order: chunks in files, then the log of such samples. A marker there says that some of what came before it of a series
/// became a chunk. Comes after everything else of the replay, in one thread.
/// </summary>
internal sealed class LateReplay(HeadStore head)
{
    private readonly Dictionary<ulong, List<HeadChunkMeta>> _found = [];
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();

    public void Found(ulong walRef, in HeadChunkMeta chunk)
    {
        if (!_found.TryGetValue(walRef, out var chunks))
        {
            _found.Add(walRef, chunks = []);
        }

        chunks.Add(chunk);
    }

    /// <summary>Gives the chunks to their series.</summary>
    public void Attach(ReplaySeries slots)
    {
        foreach (var (walRef, chunks) in _found)
        {
            if (!slots.TryGet(walRef, out var slot))
            {
                continue;
            }

            var late = LateOf(slot);
            foreach (var chunk in chunks)
            {
                late.AddMapped(chunk, head.Memory);
                head.LateAppending.Times.Include(chunk.MinTimeMs, chunk.MaxTimeMs);
            }
        }

        _found.Clear();
    }

    /// <summary>Reads the log. Throws <see cref="Storage.CorruptionException"/> at damage; what came before it is kept.</summary>
    public void Read(LogReadAhead reader, ReplaySeries slots)
    {
        while (reader.MoveNext())
        {
            ReadRecord(reader.Record, slots);
        }
    }

    private void ReadRecord(ReadOnlySpan<byte> record, ReplaySeries slots)
    {
        switch (RecordTypes.Of(record))
        {
            case RecordType.MmapMarkers:
                ReadMarkers(record, slots);
                break;
            case RecordType.Samples:
            case RecordType.SamplesV2:
                var samples = new SampleRecordReader(record);
                while (samples.MoveNext())
                {
                    Insert(slots, samples.Current.Series, new LateSample(samples.Current.TimestampMs, samples.Current.Value));
                }

                break;
            case RecordType.Histograms:
            case RecordType.CustomHistograms:
            case RecordType.HistogramsV2:
                var histograms = new HistogramRecordReader(record);
                while (histograms.MoveNext(_histogram))
                {
                    Insert(slots, histograms.Series, new LateSample(histograms.TimestampMs, 0, Histogram: _histogram.Copy()));
                }

                break;
            case RecordType.FloatHistograms:
            case RecordType.CustomFloatHistograms:
            case RecordType.FloatHistogramsV2:
                var floatHistograms = new FloatHistogramRecordReader(record);
                while (floatHistograms.MoveNext(_floatHistogram))
                {
                    Insert(slots, floatHistograms.Series, new LateSample(floatHistograms.TimestampMs, 0, FloatHistogram: _floatHistogram.Copy()));
                }

                break;
        }
    }

    private void ReadMarkers(ReadOnlySpan<byte> record, ReplaySeries slots)
    {
        var markers = new MmapMarkerRecordReader(record);
        while (markers.MoveNext())
        {
            if (slots.TryGet(markers.Current.Series, out var slot))
            {
                Settle(LateOf(slot), markers.Current.Chunk);
            }
        }
    }

    /// <summary>
    /// Drops the samples that are in the chunk of a marker. Only if it is there: it was perhaps never written, or the file was broken, and the room may
    /// have been taken by others since. Several chunks can come of the same samples, each with a marker, of which some are there.
    /// </summary>
    private static void Settle(LateSamples late, ulong location)
    {
        var mapped = late.Mapped();
        while (mapped.MoveNext())
        {
            if (mapped.Current.Location == location)
            {
                late.DropOpen(mapped.Current.MinTimeMs, mapped.Current.MaxTimeMs, mapped.Current.Samples);
                return;
            }
        }
    }

    private void Insert(ReplaySeries slots, ulong reference, in LateSample sample)
    {
        if (slots.TryGet(reference, out var slot))
        {
            head.LateAppending.Insert(slot, ref head.Series.Table.State(slot), sample, markers: null);
        }
    }

    private LateSamples LateOf(uint slot) => head.Series.Extras.GetOrAdd(ref head.Series.Table.State(slot)).Late ??= new LateSamples();
}
