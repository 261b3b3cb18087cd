using Pharos.Remote.Options;
using Pharos.Remote.Sending;
using Pharos.Testing.Waiting;

namespace Pharos.Remote.Tests.Sending;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Send_RecoverableFailures_AreRetriedWithLongerAndLongerPauses()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options());
        queue.Receiver.Answer = static (request, attempt) => attempt < 11 ? FakeReceiver.Recoverable() : FakeReceiver.Accepted(request);
        queue.Know(1);
        await queue.AppendAsync(new(1, 1000, 1), new(1, 2000, 2));

        // 30 ms, twice as much each time, up to 5 s.
        double[] pauses = [30, 60, 120, 240, 480, 960, 1920, 3840, 5000, 5000, 5000];
        foreach (var pause in pauses)
        {
            await queue.Time.UntilTimerAsync(TimeSpan.FromMilliseconds(pause)).Within();
            queue.Time.Advance(TimeSpan.FromMilliseconds(pause));
        }

        await Eventually.TrueAsync(() => queue.Receiver.Entries.Count == 2, "the samples");
        Assert.Equal(Enumerable.Range(0, 12), queue.Receiver.Seen.Select(static seen => seen.Attempt));
        await queue.FlushAsync();
        Assert.Equal((24, 22, 0), (queue.Metrics.Sent.Samples.Value, queue.Metrics.Retried.Samples.Value, queue.Metrics.Failed.Samples.Value));
        Assert.Equal(2, queue.Parts.HighestSent.Seconds);
    }

    [Fact]
    public async Task Send_RetryAfter_IsWaitedFor()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options());
        queue.Receiver.Answer = static (request, attempt) => attempt == 0 ? FakeReceiver.Recoverable(TimeSpan.FromSeconds(17)) : FakeReceiver.Accepted(request);
        queue.Know(1);
        await queue.AppendAsync(new(1, 1000, 1), new(1, 2000, 2));
        await queue.Time.UntilTimerAsync(TimeSpan.FromSeconds(17)).Within();
        queue.Time.Advance(TimeSpan.FromSeconds(17));
        await Eventually.TrueAsync(() => queue.Receiver.Entries.Count == 2, "the samples");
    }

    [Fact]
    public async Task Send_RefusedRequest_IsDroppedAndCounted()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options());
        queue.Receiver.Answer = static (request, _) => request.Entries[0].Value == 1 ? FakeReceiver.Refused() : FakeReceiver.Accepted(request);
        queue.Know(1);
        await queue.AppendAsync(new(1, 1000, 1), new(1, 2000, 2), new(1, 3000, 3));
        await queue.FlushAsync();
        Assert.Equal([3], queue.Receiver.Entries.Select(static entry => entry.Value));
        Assert.Equal(2, queue.Metrics.Failed.Samples.Value);
        Assert.Contains("Error non-recoverable error failedSampleCount=2 failedHistogramCount=0 failedExemplarCount=0 err=bad", queue.Log.All);
    }

    [Fact]
    public async Task Send_SamplesThatBecomeTooOldMeanwhile_AreLeftOut()
    {
        var options = QueueUnderTest.Options();
        options.Queue.SampleAgeLimit = TimeSpan.FromSeconds(10);
        await using var queue = new QueueUnderTest(options);
        queue.Receiver.Answer = static (request, attempt) => attempt == 0 ? FakeReceiver.Recoverable(TimeSpan.FromSeconds(6)) : FakeReceiver.Accepted(request);
        queue.Know(1);
        await queue.AppendAsync(new(1, queue.NowMs - 5_000, 1), new(1, queue.NowMs, 2));
        await queue.Time.UntilTimerAsync(TimeSpan.FromSeconds(6)).Within();
        queue.Time.Advance(TimeSpan.FromSeconds(6));
        await Eventually.TrueAsync(() => queue.Receiver.Seen.Count == 2, "the second attempt");
        await queue.FlushAsync();
        Assert.Equal([2], queue.Receiver.Entries.Select(static entry => entry.Value));
    }

    [Fact]
    public async Task Send_Version2ThatWasNotWritten_IsAFailure()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options(message: RemoteWriteOptions.Version2));
        queue.Receiver.Answer = static (_, _) => new WriteResult(WriteVerdict.Accepted, "", default, IsConfirmed: false, TimeSpan.Zero);
        queue.Know(1);
        await queue.AppendAsync(new(1, 1000, 1), new(1, 2000, 2));
        await queue.FlushAsync();
        Assert.Equal(2, queue.Metrics.Failed.Samples.Value);
        Assert.Contains(queue.Log.All, static line => line.Contains("got 2xx, but PRW 2.0 response header statistics indicate 0 samples", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_Version1WithoutCounts_CountsAsWritten()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options());
        queue.Receiver.Answer = static (_, _) => new WriteResult(WriteVerdict.Accepted, "", default, IsConfirmed: false, TimeSpan.Zero);
        queue.Know(1);
        await queue.AppendAsync(new(1, 1000, 1), new(1, 2000, 2));
        await queue.FlushAsync();
        Assert.Equal(0, queue.Metrics.Failed.Samples.Value);
    }

    [Fact]
    public async Task Send_PartOfItWritten_CountsTheRest()
    {
        await using var queue = new QueueUnderTest(QueueUnderTest.Options(message: RemoteWriteOptions.Version2));
        queue.Receiver.Answer = static (_, _) => new WriteResult(WriteVerdict.Accepted, "", new SampleCounts(1, 0, 0), IsConfirmed: true, TimeSpan.Zero);
        queue.Know(1);
        await queue.AppendAsync(new(1, 1000, 1), new(1, 2000, 2));
        await queue.FlushAsync();
        Assert.Equal(1, queue.Metrics.Failed.Samples.Value);
        Assert.Contains(queue.Log.All, static line => line.Contains("yet statistics indicate some data was not written", StringComparison.Ordinal));
    }
}
