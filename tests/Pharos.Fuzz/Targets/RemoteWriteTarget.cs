using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Remote.Receiving;
using Pharos.Remote.Tests.Receiving;
using Pharos.Storage;
using Histogram = Pharos.Model.Histograms.Histogram;

namespace Pharos.Fuzz.Targets;

/// <summary>Requests of remote write: what is not stored is refused, and what is stored has sound labels, whether the receiver knew the series or not.</summary>
internal sealed class RemoteWriteTarget(bool isVersion2) : IFuzzTarget
{
    public string Name => isVersion2 ? "remote-write-2" : "remote-write-1";

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            var histogram = new Histogram { Count = 1, Sum = 1, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [1] };
            Sent[] series =
            [
                Sent.Float("a", 1_700_000_000_000, 1) with { Exemplars = [([("trace", "x")], 1, 1_700_000_000_000)], Metadata = (MetricType.Counter, "Help.", "s") },
                new Sent([("__name__", "h"), ("job", "j")]) { Histograms = [(1_700_000_000_000, histogram)] },
            ];
            yield return isVersion2 ? Requests.Version2(series) : Requests.Version1(series);
            yield return isVersion2 ? Requests.Version2(Sent.Float("b", 5, 2)) : Requests.Version1(Sent.Float("b", 5, 2), Sent.Float("b", 6, 2));
        }
    }

    public IReadOnlyList<byte[]> Tokens { get; } = [[0x0A], [0x12], [0x22], [0x2A], [0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x09], [0x10], [0x0A, 0], "__name__"u8.ToArray()];

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var store = new CheckingStore();
        var receiver = new WriteReceiver(store, new WriteReceiverOptions { AddsTypeAndUnit = true, StoresMetadata = true }, new MetricRegistry(TimeProvider.System), NullLogger.Instance, TimeProvider.System);
        var first = Receive(receiver, input);
        var appended = store.Committed;

        // The second time it knows the series, and has to find the same.
        var second = Receive(receiver, input);
        outcome.Result(first.Status == WriteStatus.Stored);
        outcome.Feature(1, (ulong)first.Status);
        outcome.Feature(2, (ulong)Math.Min(appended.Count, 8));
        BrokenInvariantException.Require(first == second, "a request is answered otherwise when its series are known");
        BrokenInvariantException.Require(store.Committed.Skip(appended.Count).SequenceEqual(appended), "other samples are stored when their series are known");
    }

    private WriteAnswer Receive(WriteReceiver receiver, ReadOnlySpan<byte> input) => isVersion2 ? receiver.ReceiveVersion2(input) : receiver.ReceiveVersion1(input);

    /// <summary>Takes everything with labels that are sound, in memory.</summary>
    private sealed class CheckingStore : IAppendable
    {
        private readonly Dictionary<string, SeriesRef> _series = [];
        private readonly List<(SeriesRef, long, long)> _committed = [];

        public IReadOnlyList<(SeriesRef Series, long TimestampMs, long Bits)> Committed => [.. _committed];

        public IAppender NewAppender() => new Appender(this);

        private sealed class Appender(CheckingStore store) : IAppender
        {
            private readonly List<(SeriesRef, long, long)> _batch = [];

            public bool IsInOrderOnly { get; set; }

            public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, double value, long startTimestampMs = 0) =>
                Take(series, labels, timestampMs, BitConverter.DoubleToInt64Bits(value));

            public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, Histogram value, long startTimestampMs = 0) =>
                Take(series, labels, timestampMs, (long)value.Count);

            public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, FloatHistogram value, long startTimestampMs = 0) =>
                Take(series, labels, timestampMs, BitConverter.DoubleToInt64Bits(value.Count));

            public AppendOutcome AppendExemplar(SeriesRef series, LabelsView exemplarLabels, double value, long timestampMs, bool hasOwnTime = true) => AppendOutcome.Accepted;

            public AppendOutcome UpdateMetadata(SeriesRef series, MetricMetadata metadata) => AppendOutcome.Accepted;

            public SeriesRef Find(LabelsView labels) => store._series.GetValueOrDefault(labels.ToString());

            public void Commit() => store._committed.AddRange(_batch);

            public void Rollback() => _batch.Clear();

            public void Dispose()
            {
            }

            private AppendResult Take(SeriesRef series, LabelsView labels, long timestampMs, long bits)
            {
                if (series.IsNone)
                {
                    BrokenInvariantException.Require(!labels.MetricName.IsEmpty && NameValidation.AreValid(labels, NameValidationScheme.Utf8), "labels are stored that are not sound");
                    var text = labels.ToString();
                    if (!store._series.TryGetValue(text, out series))
                    {
                        store._series.Add(text, series = new SeriesRef((ulong)store._series.Count + 1));
                    }
                }

                _batch.Add((series, timestampMs, bits));
                return new AppendResult(series, AppendOutcome.Accepted);
            }
        }
    }
}
