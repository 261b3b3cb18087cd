using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Remote.Watching;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Sending;

/// <summary>
/// What waits for one receiver: takes samples from the log, gives each to the shard of its series, and changes the number of shards as it has to. Called by
/// one watcher; what the plan wants is noted by another thread.
/// </summary>
/// <remarks>
/// <code>
/// log ─▶ series: labels as requests have them ─▶ shard: batches ─▶ requests ─▶ receiver
///        age, rules                              shard: batches ─▶ requests ─▶
/// </code>
/// Going from one sample to the next takes no lock and no memory. When a shard is full, the watcher waits for it, and so do the others: the log is where
/// samples wait then.
/// </remarks>
internal sealed class RemoteQueue : ILogSink, IDisposable
{
    /// <summary>Room is signalled; that it is looked for without is a precaution.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly QueueParts _parts;
    private readonly SentSeries _series;
    private volatile ShardSet _shards;
    private volatile int _wantedShards;
    private bool _hasToldOfUnknown;

    public RemoteQueue(QueueParts parts, SentSeries series)
    {
        (_parts, _series) = (parts, series);
        var options = parts.Options.Queue;
        _wantedShards = (int)Math.Min(options.MinShards, int.MaxValue);
        parts.Metrics.ShardCapacity.Set(options.Capacity);
        parts.Metrics.MaxShards.Set(options.MaxShards);
        parts.Metrics.MinShards.Set(options.MinShards);
        parts.Metrics.DesiredShards.Set(options.MinShards);
        parts.Metrics.MaxSamplesPerSend.Set(options.MaxSamplesPerSend);
        _shards = new ShardSet(parts, _wantedShards);
    }

    public bool WantsExemplars => _parts.Options.SendExemplars;

    public bool WantsHistograms => _parts.Options.SendNativeHistograms || _parts.IsV2;

    public bool WantsMetadata => _parts.IsV2;

    public int SeriesCount => _series.Count;

    /// <summary>The number of shards, or what it is about to be.</summary>
    public int Shards
    {
        get => _wantedShards;
        set => _wantedShards = value;
    }

    /// <summary>The earliest place in the log of a sample that is not dealt with; null if there is none. For any thread.</summary>
    public WalPosition? Start => _shards.Start;

    public void StoreSeries(ulong series, LabelsView labels, int segment) => _series.Store(series, labels, segment);

    public void StoreMetadata(ulong series, MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help) => _series.SetMetadata(series, type, unit, help);

    public void KeepSeries(ulong series, int segment) => _series.Keep(series, segment);

    public void ForgetSeriesBefore(int segment) => _series.ForgetBefore(segment);

    public async ValueTask AppendAsync(LoggedSamples samples, WalPosition start, CancellationToken cancellation)
    {
        if (_wantedShards != _shards.Count)
        {
            await ReshardAsync(cancellation);
        }

        for (var at = 0; (at = Append(samples, at, start, out var full)) < samples.Count;)
        {
            _parts.Metrics.EnqueueRetries.Increment();
            await full!.Room.WaitAsync(LongestWait, cancellation);
        }
    }

    /// <summary>Until everything is dealt with; when it is cancelled before, the log says how much was lost. Nothing is appended any more.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        var lost = await _shards.FlushAsync(cancellation);
        foreach (var (kind, count) in ((string, int)[])[("samples", lost.Samples), ("exemplars", lost.Exemplars), ("histograms", lost.Histograms)])
        {
            if (count > 0)
            {
                _parts.Log.Error($"Failed to flush all {kind} on shutdown", [("count", count)]);
            }
        }
    }

    public void Dispose() => _shards.Dispose();

    /// <summary>
    /// Lets the shards that there are deal with all they have, and then begins with others: a sample never gets ahead of one of its series that came before.
    /// </summary>
    private async Task ReshardAsync(CancellationToken cancellation)
    {
        var before = _shards;
        await FlushAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
        _shards = new ShardSet(_parts, _wantedShards);
        before.Dispose();
    }

    /// <summary>Gives samples to their shards, from an index on, until one has no room. Returns the index of the one that is left.</summary>
    private int Append(LoggedSamples samples, int from, WalPosition start, out ShardBuffer? full)
    {
        full = null;
        var tooOld = 0;
        var ruledOut = 0;
        var unknown = 0;
        var custom = 0;
        var appended = 0;
        var newest = 0L;
        var minTime = _parts.MinTimeMs();
        var shards = _shards;
        var labels = _series.Labels;
        var kind = samples.Kind;
        var refusesCustom = kind == LoggedKind.Histogram && !_parts.IsV2;
        var at = from;
        for (; at < samples.Count; at++)
        {
            var time = samples.TimesMs[at];
            if (time < minTime)
            {
                tooOld++;
                continue;
            }

            if (refusesCustom && samples.AreCustom[at])
            {
                custom++;
                continue;
            }

            var series = samples.Series[at];
            if (!_series.TryFind(series, out var place))
            {
                TellOfUnknown(series);
                unknown++;
                continue;
            }

            if (place == SentSeries.Dropped)
            {
                ruledOut++;
                continue;
            }

            var buffer = shards.BufferOf(series);
            if (buffer.Open(labels, start) is not { } batch)
            {
                full = buffer;
                break;
            }

            if (kind == LoggedKind.Sample)
            {
                batch.Add(place, time, samples.Values[at], samples.StartsMs[at]);
            }
            else
            {
                batch.Add(kind, place, time, samples.Values[at], samples.Payload(at));
            }

            newest = Math.Max(newest, time);
            appended++;
        }

        // The gauge first: a shard takes off what it is shown.
        _parts.Metrics.AddPending(Of(kind, appended));
        shards.Publish();
        _parts.Highest.Include(newest);
        Drop(kind, tooOld, QueueMetrics.OneQueue.TooOld);
        Drop(kind, ruledOut, QueueMetrics.OneQueue.DroppedSeries);
        Drop(kind, unknown, QueueMetrics.OneQueue.UnknownSeries);
        Drop(kind, custom, QueueMetrics.OneQueue.CustomBuckets);
        _parts.Plan.NoteDropped(ruledOut + unknown);
        return at;
    }

    private void Drop(LoggedKind kind, int count, string reason)
    {
        if (count > 0)
        {
            _parts.Metrics.Dropped(Of(kind, count), reason);
        }
    }

    private void TellOfUnknown(ulong series)
    {
        // Once is enough to look for the reason; the counter has how many there are.
        if (!_hasToldOfUnknown)
        {
            _hasToldOfUnknown = true;
            _parts.Log.Info("Dropped sample for series that was not explicitly dropped via relabelling", [("ref", series)]);
        }
    }

    private static SampleCounts Of(LoggedKind kind, int count) => kind switch
    {
        LoggedKind.Sample => new SampleCounts(count, 0, 0),
        LoggedKind.Histogram => new SampleCounts(0, count, 0),
        _ => new SampleCounts(0, 0, count),
    };
}
