using Pharos.Foundation.Logging;

namespace Pharos.Remote.Sending;

/// <summary>Brings a part of a batch to the receiver, as often as it takes. A shard has one. Not safe for concurrent use.</summary>
internal sealed class Delivery(QueueParts queue)
{
    private readonly RequestBuilder _builder = queue.IsV2 ? new RequestBuilderV2() : new RequestBuilderV1();

    /// <summary>
    /// Sends a request of the entries from one index to before another, as many as fit. Returns how many entries those were when they are dealt with: taken by
    /// the receiver, refused by it, or too old by then.
    /// </summary>
    public async Task<int> SendAsync(SampleBatch batch, int from, int to, CancellationToken cancellation)
    {
        var contents = _builder.Build(batch, from, to, long.MinValue);
        var began = queue.Time.GetTimestamp();
        var pending = contents.Counts;
        var backoff = new Backoff(queue);
        var written = default(SampleCounts);
        for (var attempt = 0; ; attempt++)
        {
            contents = WithoutOld(contents, batch, from);
            if (contents.Counts.Total == 0)
            {
                break;
            }

            var result = await AttemptAsync(contents, attempt, cancellation);
            written += result.Written;
            if (result.Verdict != WriteVerdict.Recoverable)
            {
                NoteEnd(contents, result, written);
                break;
            }

            await backoff.WaitAsync(result, cancellation);
            queue.Metrics.Retried.Add(contents.Counts);
        }

        queue.Plan.NoteSent(pending.Total, queue.Time.GetElapsedTime(began));
        queue.Metrics.AddPending(default(SampleCounts) - pending);
        return contents.Consumed;
    }

    /// <summary>Makes the request anew where samples have become too old while it had to wait.</summary>
    private RequestContents WithoutOld(RequestContents contents, SampleBatch batch, int from)
    {
        var minTime = queue.MinTimeMs();
        if (contents.OldestMs >= minTime)
        {
            return contents;
        }

        var newer = _builder.Build(batch, from, from + contents.Consumed, minTime);
        queue.Metrics.Dropped(newer.TooOld - contents.TooOld, QueueMetrics.OneQueue.TooOld);
        return newer;
    }

    private async ValueTask<WriteResult> AttemptAsync(RequestContents contents, int attempt, CancellationToken cancellation)
    {
        queue.Metrics.Sent.Add(contents.Counts);
        queue.Metrics.Sent.Metadata.Add(contents.Metadata);
        var began = queue.Time.GetTimestamp();
        var result = await queue.Client.StoreAsync(_builder.Body, attempt, cancellation);
        queue.Metrics.Durations.Observe(queue.Time.GetElapsedTime(began).TotalSeconds);
        if (result.Verdict != WriteVerdict.Accepted && queue is { IsV2: true, Options.LogFailedRequests: true })
        {
            queue.Log.Debug("Failed to send remote write v2 request", [
                ("samples", contents.Counts.Samples), ("histograms", contents.Counts.Histograms), ("exemplars", contents.Counts.Exemplars), ("err", result.Error)]);
        }

        return result;
    }

    private void NoteEnd(RequestContents contents, WriteResult result, SampleCounts written)
    {
        var error = result.Error;
        if (result.Verdict == WriteVerdict.Accepted)
        {
            if (!queue.IsV2 && !result.IsConfirmed)
            {
                // A receiver of the first version only. It has no way to say how much it took, and so took all.
                written = contents.Counts;
            }
            else if (queue.IsV2 && written.Total == 0)
            {
                error = $"sent v2 request with {contents.Counts.Samples} samples, {contents.Counts.Histograms} histograms and {contents.Counts.Exemplars} exemplars; "
                    + "got 2xx, but PRW 2.0 response header statistics indicate 0 samples, 0 histograms and 0 exemplars were accepted; "
                    + "assumining failure e.g. the target only supports PRW 1.0 prometheus.WriteRequest, but does not check the Content-Type header correctly";
            }
        }

        queue.Metrics.Bytes.Add(_builder.Body.Length);
        queue.HighestSent.Include(contents.NewestMs);
        var failed = new SampleCounts(
            Math.Max(contents.Counts.Samples - written.Samples, 0),
            Math.Max(contents.Counts.Histograms - written.Histograms, 0),
            Math.Max(contents.Counts.Exemplars - written.Exemplars, 0));
        queue.Metrics.Failed.Add(failed);
        if (error.Length > 0)
        {
            queue.Log.Error("non-recoverable error", [
                ("failedSampleCount", failed.Samples), ("failedHistogramCount", failed.Histograms), ("failedExemplarCount", failed.Exemplars), ("err", error)]);
        }
        else if (failed.Total > 0)
        {
            queue.Log.Error("we got 2xx status code from the Receiver yet statistics indicate some data was not written; investigation needed", [
                ("failedSampleCount", failed.Samples), ("failedHistogramCount", failed.Histograms), ("failedExemplarCount", failed.Exemplars)]);
        }
    }
}
