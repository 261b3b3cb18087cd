using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Logging;
using Pharos.Instrumentation;
using Pharos.Storage;

namespace Pharos.Remote.Receiving;

/// <summary>Stores what other servers send by remote write. Safe for concurrent use: each request is a batch of its own.</summary>
public sealed class WriteReceiver
{
    /// <summary>What clocks of senders may be ahead of ours.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(10);

    private readonly IAppendable _store;
    private readonly WriteReceiverOptions _options;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Counter _invalidLabels;
    private readonly Counter _withoutMetadata;
    private readonly KnownSeries _known;
    private readonly ConcurrentBag<RequestScratch> _scratches = [];

    public WriteReceiver(IAppendable store, WriteReceiverOptions options, MetricRegistry metrics, ILogger log, TimeProvider time)
    {
        (_store, _options, _log, _time) = (store, options, log, time);
        _known = new KnownSeries(time);
        _invalidLabels = metrics.Counter(
            "prometheus_api_remote_write_invalid_labels_samples_total",
            "The total number of received remote write samples and histogram samples which were rejected due to invalid labels.");
        _withoutMetadata = metrics.Counter(
            "prometheus_api_remote_write_without_metadata_appended_samples_total",
            "The total number of received remote write samples (and histogram samples) which were ingested without corresponding metadata.");
    }

    /// <param name="message">A <c>prometheus.WriteRequest</c>, not compressed.</param>
    public WriteAnswer ReceiveVersion1(ReadOnlySpan<byte> message)
    {
        var scratch = Rent();
        using var appender = _store.NewAppender();
        try
        {
            var reading = new Version1Reading(message, appender, _known, scratch, LatestMs());
            var isTaken = reading.TryAppend();
            if (reading.LabelComplaint is { } complaint)
            {
                _invalidLabels.Add(reading.InvalidLabels);
                _log.Warn("Invalid metric names or labels", [("got", complaint), ("samples", reading.InvalidLabels)]);
            }

            NoteExemplars(reading.ExemplarsOutOfOrder);
            if (!isTaken)
            {
                var refusal = reading.Refusal;
                _log.Error("Out of order sample from remote write", [("err", refusal.Message), ("series", reading.RefusedAt.Series.ToString()), ("timestamp", reading.RefusedAt.TimestampMs)]);
                return new WriteAnswer(refusal.IsSendersFault ? WriteStatus.Refused : WriteStatus.Failed, refusal.Message, null);
            }

            appender.Commit();
            _withoutMetadata.Add(reading.Appended);
            return new WriteAnswer(WriteStatus.Stored, null, null);
        }
        catch (ProtoException exception)
        {
            return Undecodable(exception, "prometheus.WriteRequest", null);
        }
        catch (IOException exception)
        {
            return Failed(exception.Message, null);
        }
        finally
        {
            Return(scratch);
        }
    }

    /// <param name="message">An <c>io.prometheus.write.v2.Request</c>, not compressed.</param>
    public WriteAnswer ReceiveVersion2(ReadOnlySpan<byte> message)
    {
        var scratch = Rent();
        using var appender = _store.NewAppender();
        try
        {
            var reading = new Version2Reading(message, appender, _known, scratch, _options, LatestMs());
            reading.Append();
            NoteExemplars(reading.ExemplarsOutOfOrder);
            _invalidLabels.Add(reading.InvalidLabels);
            if (reading.Failure is { } failure)
            {
                return Failed(failure, default(WrittenCounts));
            }

            appender.Commit();
            _withoutMetadata.Add(reading.WithoutMetadata);
            if (reading.Complaints.IsEmpty)
            {
                return new WriteAnswer(WriteStatus.Stored, null, reading.Written);
            }

            var complaints = reading.Complaints.ToString();
            _log.Error("Parts of a remote write request were refused", [("err", complaints)]);
            return new WriteAnswer(WriteStatus.Refused, complaints, reading.Written);
        }
        catch (ProtoException exception)
        {
            return Undecodable(exception, "io.prometheus.write.v2.Request", default(WrittenCounts));
        }
        catch (IOException exception)
        {
            return Failed(exception.Message, default(WrittenCounts));
        }
        finally
        {
            Return(scratch);
        }
    }

    private long LatestMs() => (_time.GetUtcNow() + MostAhead).ToUnixTimeMilliseconds();

    private void NoteExemplars(int outOfOrder)
    {
        if (outOfOrder > 0)
        {
            _log.Warn("Error on ingesting out-of-order exemplars", [("num_dropped", outOfOrder)]);
        }
    }

    private WriteAnswer Undecodable(ProtoException exception, string message, WrittenCounts? written)
    {
        _log.Error("Error decoding remote write request", [("protobuf_message", message), ("err", exception.Message)]);
        return new WriteAnswer(WriteStatus.Refused, exception.Message, written);
    }

    private WriteAnswer Failed(string error, WrittenCounts? written)
    {
        _log.Error("Error while storing the remote write request", [("err", error)]);
        return new WriteAnswer(WriteStatus.Failed, error, written);
    }

    private RequestScratch Rent() => _scratches.TryTake(out var scratch) ? scratch : new RequestScratch();

    private void Return(RequestScratch scratch)
    {
        scratch.Clear();
        if (_scratches.Count < Environment.ProcessorCount * 2)
        {
            _scratches.Add(scratch);
        }
    }
}
