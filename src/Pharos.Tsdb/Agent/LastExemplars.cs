using Pharos.Foundation.Bytes;
using Pharos.Storage;
using Pharos.Tsdb.Head.Appending;
using Pharos.Tsdb.Head.Exemplars;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Agent;

/// <summary>
/// Knows the exemplar that came last of each series, to tell when it comes again: by a hash under the process's key, which no sender can make meet that of
/// another. Safe for concurrent use.
/// </summary>
internal sealed class LastExemplars(SeriesTable table) : IExemplarSink
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Known> _bySeries = [];

    public AppendOutcome Check(uint slot, in ExemplarView exemplar)
    {
        if (!exemplar.HasShortLabels())
        {
            return AppendOutcome.ExemplarLabelsTooLong;
        }

        var known = Known.Of(exemplar);
        lock (_lock)
        {
            return _bySeries.TryGetValue(table.RefOf(slot).Value, out var last) && last.IsSame(known) ? AppendOutcome.DuplicateExemplar : AppendOutcome.Accepted;
        }
    }

    public AppendOutcome Add(uint slot, in ExemplarView exemplar)
    {
        var known = Known.Of(exemplar);
        lock (_lock)
        {
            _bySeries[table.RefOf(slot).Value] = known;
        }

        return AppendOutcome.Accepted;
    }

    /// <summary>The series goes.</summary>
    public void Remove(SeriesRef series)
    {
        lock (_lock)
        {
            _bySeries.Remove(series.Value);
        }
    }

    private readonly record struct Known(ulong LabelHash, double Value, long TimestampMs, bool HasOwnTime)
    {
        public static Known Of(in ExemplarView exemplar) =>
            new(KeyedHash.Hash(exemplar.Labels.Encoded), exemplar.Value, exemplar.TimestampMs, exemplar.HasOwnTime);

        /// <summary>Where neither has a time of its own the same one comes with each scrape, at another time.</summary>
        public bool IsSame(in Known other) =>
            LabelHash == other.LabelHash && Value == other.Value && (TimestampMs == other.TimestampMs || !(HasOwnTime || other.HasOwnTime));
    }
}
