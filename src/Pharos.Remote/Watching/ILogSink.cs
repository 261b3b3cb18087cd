using Pharos.Model;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Watching;

/// <summary>Who gets what the log has. Called by one watcher, one call after the other.</summary>
internal interface ILogSink
{
    bool WantsExemplars { get; }

    bool WantsHistograms { get; }

    bool WantsMetadata { get; }

    /// <param name="labels">Valid during the call.</param>
    /// <param name="segment">Where the record stands, or what its checkpoint is called.</param>
    void StoreSeries(ulong series, LabelsView labels, int segment);

    void StoreMetadata(ulong series, MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help);

    /// <summary>Takes note that a checkpoint has the series still.</summary>
    void KeepSeries(ulong series, int segment);

    /// <summary>Forgets the series that no checkpoint or segment from that number on has: no record will name them any more.</summary>
    void ForgetSeriesBefore(int segment);

    /// <summary>Takes samples, and waits until there is room for them.</summary>
    /// <param name="samples">Valid until the returned task has ended.</param>
    /// <param name="start">Where their record begins.</param>
    ValueTask AppendAsync(LoggedSamples samples, WalPosition start, CancellationToken cancellation);
}
