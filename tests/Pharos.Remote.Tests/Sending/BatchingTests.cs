using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Model.Relabeling;
using Pharos.Remote.Options;
using Pharos.Testing.Waiting;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Remote.Tests.Sending;

public sealed class BatchingTests
{
    [Theory]
    [InlineData(RemoteWriteOptions.Version1)]
    [InlineData(RemoteWriteOptions.Version2)]
    public async Task Append_MoreThanARequest_GoesOutAsSoonAsARequestIsFull(string message)
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options(message: message));
        queue.Know(1);
        await queue.UntilIdleAsync();
        await queue.AppendAsync([.. Enumerable.Range(0, 5).Select(static i => new SampleRecord(1, 1000 + i, i))]);
        await Eventually.TrueAsync(() => queue.Receiver.Seen.Count == 2, "two requests");
        await queue.UntilIdleAsync();
        Assert.Equal(4, queue.Receiver.Entries.Count);

        // The rest has to wait for its time.
        queue.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(2, queue.Receiver.Seen.Count);
        queue.Time.Advance(TimeSpan.FromSeconds(0.1));
        await Eventually.TrueAsync(() => queue.Receiver.Entries.Count == 5, "the rest");
        Assert.Equal(Enumerable.Range(0, 5).Select(static i => (QueueUnderTest.NameOf(1), 1000L + i, (double)i)), queue.Receiver.Entries.Select(static entry => (entry.Series, entry.TimestampMs, entry.Value)));
    }

    [Fact]
    public async Task Append_FullQueue_WaitsUntilARequestIsDealtWith()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options(batch: 2, capacity: 4));
        var open = new TaskCompletionSource();
        queue.Receiver.Pause = open.Task.WaitAsync;
        queue.Know(1);
        var appending = queue.AppendAsync([.. Enumerable.Range(0, 50).Select(static i => new SampleRecord(1, i + 1, i))]).AsTask();
        await Eventually.TrueAsync(() => queue.Metrics.EnqueueRetries.Value > 0, "the queue to be full");
        await Eventually.TrueAsync(() => queue.Receiver.Seen.Count == 1, "the first request");
        Assert.False(appending.IsCompleted);
        open.SetResult();
        await appending.Within();
        await queue.FlushAsync();
        Assert.Equal(Enumerable.Range(1, 50).Select(static i => (long)i), queue.Receiver.Entries.Select(static entry => entry.TimestampMs));
    }

    [Fact]
    public async Task Append_SeriesThatRulesDropOrNobodyKnows_AreCounted()
    {
        var drop = new RelabelRule { SourceLabels = ["__name__"], Regex = "s2", Action = RelabelAction.Drop };
        await using var queue = new QueueUnderTest(QueueUnderTest.Options(), rules: drop);
        queue.Know(1, 2);
        await queue.AppendAsync(new(1, 10, 1), new(2, 10, 1), new(3, 10, 1), new(3, 11, 1));
        await queue.FlushAsync();
        Assert.Equal([QueueUnderTest.NameOf(1)], queue.Receiver.Entries.Select(static entry => entry.Series));
        Assert.Contains(queue.Log.All, static line => line.Contains("not explicitly dropped via relabelling ref=3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Append_OlderThanTheAgeLimit_IsNotSent()
    {
        var options = QueueUnderTest.Options();
        options.Queue.SampleAgeLimit = TimeSpan.FromMinutes(1);
        await using var queue = new QueueUnderTest(options);
        queue.Know(1);
        await queue.AppendAsync(new SampleRecord(1, queue.NowMs - 60_001, 1), new SampleRecord(1, queue.NowMs - 59_000, 2));
        await queue.FlushAsync();
        Assert.Equal([2], queue.Receiver.Entries.Select(static entry => entry.Value));
    }

    [Theory]
    [InlineData(RemoteWriteOptions.Version1, 2)]
    [InlineData(RemoteWriteOptions.Version2, 3)]
    public async Task Append_HistogramsAndExemplars_AreSentAsTheVersionCan(string message, int histograms)
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options(batch: 3, message: message));
        queue.Know(1, 2);
        var custom = new Histogram { Schema = HistogramSchema.CustomBuckets, CustomValues = [1], Count = 1, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [1] };
        await queue.AppendAsync(samples => samples.ReadHistograms(Record(to => HistogramRecord.AppendV2(to, [new HistogramRecord(1, 5, new Histogram { Sum = 3 }), new HistogramRecord(2, 6, custom)]))));
        await queue.AppendAsync(samples => samples.ReadFloatHistograms(Record(to => FloatHistogramRecord.AppendV2(to, [new FloatHistogramRecord(1, 7, new FloatHistogram { Sum = 4 })]))));
        await queue.AppendAsync(samples => samples.ReadExemplars(Record(static to => new ExemplarRecordWriter(to).Add(2, Labels.Of(("trace_id", "x"), ("y", "z")).View, 1.5, 8))));
        await queue.FlushAsync();
        Assert.Equal(histograms, queue.Receiver.Entries.Count(static entry => entry.Kind == "histogram"));
        var exemplar = Assert.Single(queue.Receiver.Entries, static entry => entry.Kind == "exemplar");
        Assert.Equal((QueueUnderTest.NameOf(2), "{trace_id=\"x\", y=\"z\"}", 1.5, 8), (exemplar.Series, exemplar.Exemplar, exemplar.Value, exemplar.TimestampMs));
    }

    [Fact]
    public async Task Append_ExternalLabels_FillInWhatSeriesDoNotHave()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options(), external: Labels.Of(("__name__", "x"), ("dc", "east")));
        queue.Know(1);
        await queue.AppendAsync(new SampleRecord(1, 10, 1));
        await queue.FlushAsync();
        Assert.Equal("{__name__=\"s1\", dc=\"east\"}", Assert.Single(queue.Receiver.Entries).Series);
    }

    [Fact]
    public async Task Append_MetadataOfASeries_GoesWithItsSamplesInVersion2()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options(message: RemoteWriteOptions.Version2));
        queue.Know(1, 2);
        queue.Queue.StoreMetadata(1, MetricType.Counter, "seconds"u8, "Help."u8);
        await queue.AppendAsync(new(1, 10, 1), new(2, 10, 1));
        queue.Queue.StoreMetadata(1, MetricType.Counter, "seconds"u8, "Other."u8);
        await queue.AppendAsync(new SampleRecord(1, 11, 1));
        await queue.FlushAsync();
        var about = queue.Receiver.Entries.Select(static entry => (entry.Type, entry.Help, entry.Unit)).ToList();
        Assert.Equal([(MetricType.Counter, "Help.", "seconds"), (MetricType.Unknown, "", ""), (MetricType.Counter, "Other.", "seconds")], about);
        Assert.All(queue.Receiver.Seen, static seen => Assert.Equal(seen.Request.Symbols.Count, seen.Request.Symbols.Distinct().Count()));
    }

    [Fact]
    public async Task Flush_ThatIsCutShort_SaysWhatWasLost()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options());
        queue.Receiver.Pause = static async cancellation =>
        {
            await cancellation.UntilCancelledAsync();
            cancellation.ThrowIfCancellationRequested();
        };
        queue.Know(1);
        await queue.AppendAsync([.. Enumerable.Range(0, 5).Select(static i => new SampleRecord(1, i + 1, i))]);
        using var patience = new CancellationTokenSource();
        var flushing = queue.Queue.FlushAsync(patience.Token);
        await Eventually.TrueAsync(() => !queue.Receiver.Seen.IsEmpty, "a request");
        await patience.CancelAsync();
        await flushing.Within();
        Assert.Contains("Error Failed to flush all samples on shutdown count=5", queue.Log.All);
        Assert.Equal(5, queue.Metrics.Failed.Samples.Value);
        Assert.NotNull(queue.Queue.Start);
    }

    private static byte[] Record(Action<ByteBuffer> write)
    {
        var buffer = new ByteBuffer();
        write(buffer);
        return buffer.ToArray();
    }
}
