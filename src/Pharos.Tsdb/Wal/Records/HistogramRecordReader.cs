using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>
/// Reads a record of histograms of any kind and version. Broken bytes throw <see cref="CorruptionException"/> with the offset in the
/// record. That a histogram makes sense is not looked at, but for its schema: one that is too fine is reduced to the finest that is
/// supported, and one whose schema is not known is passed over.
/// </summary>
public ref struct HistogramRecordReader
{
    private RecordCursor _cursor;
    private HistogramEntryReader _entries;

    public HistogramRecordReader(ReadOnlySpan<byte> record)
    {
        _cursor = RecordCursor.Begin(record, RecordType.Histograms, RecordType.CustomHistograms, RecordType.HistogramsV2);
        _entries = new HistogramEntryReader(ref _cursor, RecordTypes.Of(record) == RecordType.HistogramsV2);
    }

    public readonly ulong Series => _entries.Series;

    public readonly long TimestampMs => _entries.TimestampMs;

    /// <summary>When the counters began, 0 if unknown.</summary>
    public readonly long StartTimestampMs => _entries.StartTimestampMs;

    /// <summary>How many histograms were passed over because their schema is not known.</summary>
    public int Skipped { get; private set; }

    /// <summary>Reads the next one into <paramref name="histogram"/>, all of which is overwritten; false at the end.</summary>
    public bool MoveNext(Histogram histogram)
    {
        while (!_cursor.IsAtEnd)
        {
            var start = _cursor.Position;
            _entries.Read(ref _cursor);
            HistogramBody.Read(ref _cursor, histogram);
            if (!HistogramSchema.IsKnown(histogram.Schema))
            {
                Skipped++;
                continue;
            }

            return histogram.ReduceToSupportedSchema() is { } fault
                ? throw new CorruptionException($"a histogram of too fine a schema cannot be reduced: {fault.Message}", start)
                : true;
        }

        return false;
    }
}
