using System.Text;
using Pharos.Model;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>Reads what the log has beside series and samples: exemplars, metadata, and what was deleted. Not safe for concurrent use.</summary>
/// <param name="slots">The slots of the references that the log has named so far.</param>
internal sealed class ExtrasReplay(HeadStore head, ReplaySeries slots)
{
    private readonly LabelsBuilder _repairedLabels = new();
    private MetricMetadata _lastMetadata = new(MetricType.Unknown, "", "");
    private byte[] _lastUnit = [];
    private byte[] _lastHelp = [];

    /// <summary>The greatest reference of a series that something was deleted of, which the log need not name any more.</summary>
    public ulong LastRef { get; private set; }

    /// <summary>Exemplars of series that the log does not name.</summary>
    public long UnknownExemplars { get; private set; }

    /// <inheritdoc cref="UnknownExemplars"/>
    public long UnknownMetadata { get; private set; }

    /// <inheritdoc cref="UnknownExemplars"/>
    public long UnknownTombstones { get; private set; }

    public void ReadExemplars(ReadOnlySpan<byte> record)
    {
        var reader = new ExemplarRecordReader(record, _repairedLabels);
        while (reader.MoveNext())
        {
            if (reader.TimestampMs < head.Times.MinValidMs)
            {
                continue;
            }

            if (slots.TryGet(reader.Series, out var slot))
            {
                _ = head.Exemplars.Replay(slot, reader.Labels, reader.Value, reader.TimestampMs);
            }
            else
            {
                UnknownExemplars++;
            }
        }
    }

    public void ReadMetadata(ReadOnlySpan<byte> record)
    {
        var reader = new MetadataRecordReader(record);
        while (reader.MoveNext())
        {
            if (!slots.TryGet(reader.Series, out var slot))
            {
                UnknownMetadata++;
                continue;
            }

            // Series of one metric follow each other, and say the same.
            if (_lastMetadata.Type != reader.Type || !reader.Unit.SequenceEqual(_lastUnit) || !reader.Help.SequenceEqual(_lastHelp))
            {
                _lastUnit = reader.Unit.ToArray();
                _lastHelp = reader.Help.ToArray();
                _lastMetadata = new MetricMetadata(reader.Type, Encoding.UTF8.GetString(_lastUnit), Encoding.UTF8.GetString(_lastHelp));
            }

            head.Series.Metadata.Set(slot, _lastMetadata);
        }
    }

    /// <param name="empty">Drops all samples of a series that were read so far.</param>
    public void ReadTombstones(ReadOnlySpan<byte> record, Action<uint> empty)
    {
        var reader = new TombstoneRecordReader(record);
        while (reader.MoveNext())
        {
            var (series, min, max) = reader.Current;
            LastRef = Math.Max(LastRef, series);
            if (max < head.Times.MinValidMs)
            {
                continue;
            }

            if (!slots.TryGet(series, out var slot))
            {
                UnknownTombstones++;
            }
            else if (min == long.MinValue && max == long.MaxValue)
            {
                // Not a deletion: the series was dropped here, and what follows under its labels is a new one.
                empty(slot);
            }
            else
            {
                head.Deletions.Add(head.Series.Table.WalRef(slot), new Interval(min, max));
            }
        }
    }
}
