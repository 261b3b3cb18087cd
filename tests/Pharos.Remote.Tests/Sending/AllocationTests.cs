using System.Globalization;
using Pharos.Model;
using Pharos.Remote.Sending;
using Pharos.Remote.Watching;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Tests.Sending;

/// <summary>A sample on its way costs no memory, once buffers have their size.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Build_SameBatchAgain_AllocatesNothing(bool isV2)
    {
        var (labels, batch) = Filled(isV2);
        RequestBuilder builder = isV2 ? new RequestBuilderV2() : new RequestBuilderV1();
        builder.Build(batch, 0, batch.Count, long.MinValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var contents = builder.Build(batch, 0, batch.Count, long.MinValue);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000, contents.Counts.Samples);
        Assert.True(labels.Length > 0);
    }

    [Fact]
    public void Buffer_SameBatchesAgain_AllocatesNothing()
    {
        var labels = new SentLabelsV1();
        var buffer = new ShardBuffer(100, 1000, TimeProvider.System);
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            for (var i = 0; i < 10_000; i++)
            {
                var open = buffer.Open(labels, new WalPosition(0, 0));
                while (open is null)
                {
                    buffer.Free();
                    open = buffer.Open(labels, new WalPosition(0, 0));
                }

                open.Add(0, i, i, 0);
            }

            buffer.Publish();
        }
    }

    private static (SentLabels Labels, SampleBatch Batch) Filled(bool isV2)
    {
        SentLabels labels = isV2 ? new SentLabelsV2(hasTypeLabels: false) : new SentLabelsV1();
        var batch = new SampleBatch(2000);
        batch.Begin(labels, new WalPosition(0, 0));
        for (var i = 0; i < 2000; i++)
        {
            var place = labels.Add(Labels.Of(("__name__", "metric_" + (i % 100).ToString(CultureInfo.InvariantCulture)), ("instance", "host-" + i.ToString(CultureInfo.InvariantCulture)), ("job", "node")).View);
            batch.Add(place, 1_700_000_000_000 + i, i * 1.5, 0);
        }

        batch.Seal();
        Assert.Equal(LoggedKind.Sample, batch.KindAt(0));
        return (labels, batch);
    }
}
