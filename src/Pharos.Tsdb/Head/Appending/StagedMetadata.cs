using System.Text;
using Pharos.Model;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>What a batch says of series that was not known.</summary>
internal sealed class StagedMetadata(HeadStore head)
{
    private readonly List<(uint Slot, MetricMetadata Metadata)> _staged = [];

    public bool IsEmpty => _staged.Count == 0;

    /// <summary>Passes over what the series has already.</summary>
    public void Add(uint slot, MetricMetadata metadata)
    {
        if (!metadata.Equals(head.Series.Metadata.Of(slot)))
        {
            _staged.Add((slot, metadata));
        }
    }

    /// <summary>What is for a dropped series goes to the one that has its labels now, or away.</summary>
    public void MoveToLive()
    {
        var kept = 0;
        for (var i = 0; i < _staged.Count; i++)
        {
            if (head.Series.TryFindLive(_staged[i].Slot, out var live))
            {
                _staged[kept++] = (live, _staged[i].Metadata);
            }
        }

        _staged.RemoveRange(kept, _staged.Count - kept);
    }

    public void Encode(WalBatch records)
    {
        if (IsEmpty)
        {
            return;
        }

        var record = new MetadataRecordWriter(records.Buffer);
        foreach (var (slot, metadata) in _staged)
        {
            record.Add(head.Series.Table.WalRef(slot), metadata.Type, Encoding.UTF8.GetBytes(metadata.Unit), Encoding.UTF8.GetBytes(metadata.Help));
        }

        records.EndRecord();
    }

    public void Store()
    {
        foreach (var (slot, metadata) in _staged)
        {
            head.Series.Metadata.Set(slot, metadata);
        }
    }

    public void Clear() => _staged.Clear();
}
