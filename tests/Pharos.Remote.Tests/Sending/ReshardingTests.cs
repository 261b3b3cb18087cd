using Pharos.Tsdb.Wal.Records;

namespace Pharos.Remote.Tests.Sending;

public sealed class ReshardingTests
{
    [Fact]
    public async Task Append_WhileShardsComeAndGo_KeepsTheOrderOfEachSeriesAndLosesNothing()
    {
        const int SeriesCount = 40;
        const int Rounds = 400;
        var options = QueueUnderTest.Options(batch: 16, capacity: 64);
        options.Queue.BatchSendDeadline = TimeSpan.FromMilliseconds(20);
        options.Queue.MinBackoff = TimeSpan.FromMilliseconds(1);
        options.Queue.MaxBackoff = TimeSpan.FromMilliseconds(2);
        await using var queue = new QueueUnderTest(options, TimeProvider.System);
        var random = new Random(7);
        queue.Receiver.Pause = static async _ => await Task.Yield();
        queue.Receiver.Answer = (request, _) =>
        {
            lock (random)
            {
                return random.Next(10) == 0 ? FakeReceiver.Recoverable() : FakeReceiver.Accepted(request);
            }
        };
        queue.Know([.. Enumerable.Range(0, SeriesCount).Select(static i => (ulong)i)]);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 20 == 0)
            {
                queue.Queue.Shards = round / 20 % 7 + 1;
            }

            var time = round + 1;
            await queue.AppendAsync([.. Enumerable.Range(0, SeriesCount).Select(i => new SampleRecord((ulong)i, time, i))]).AsTask().Within();
        }

        await queue.FlushAsync();
        Assert.Equal(SeriesCount * Rounds, queue.Receiver.Entries.Count);
        foreach (var series in queue.Receiver.Entries.GroupBy(static entry => entry.Series))
        {
            Assert.Equal(Enumerable.Range(1, Rounds).Select(static i => (long)i), series.Select(static entry => entry.TimestampMs));
        }
    }
}
