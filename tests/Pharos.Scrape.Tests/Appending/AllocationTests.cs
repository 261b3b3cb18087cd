using System.Text;
using Pharos.Formats.Negotiation;
using Pharos.Model;
using Pharos.Scrape.Appending;
using Pharos.Storage;

namespace Pharos.Scrape.Tests.Appending;

/// <summary>What a scrape of known lines costs in memory of the collected heap.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void Append_KnownLines_AllocatesNothingPerSample()
    {
        var exposition = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(static i => $"http_requests_total{{path=\"/{i}\",code=\"200\"}} {i}\n")));
        var store = new CountingStore();
        var job = ScrapedTarget.Job("");
        using var target = new ScrapedTarget();
        var settings = new ScrapeSettings(job, target.Target, new ScrapeFeatures());
        var append = new TargetAppend(store, target.Target.Labels, target.Target.Reading);
        for (var round = 0; round < 3; round++)
        {
            Assert.Null(append.Append(store, settings, ExpositionMedia.PrometheusText, exposition, round, out _));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        append.Append(store, settings, ExpositionMedia.PrometheusText, exposition, 10, out var counts);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(2000, counts.Kept);
        Assert.Equal(8000, store.Samples);
        Assert.InRange(allocated, 0, 500);
    }

    /// <summary>Takes everything and keeps nothing.</summary>
    private sealed class CountingStore : IAppendable, IAppender
    {
        private ulong _series;

        public int Samples { get; private set; }

        public bool IsInOrderOnly { get; set; }

        public IAppender NewAppender() => this;

        public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, double value, long startTimestampMs = 0)
        {
            Samples++;
            return new AppendResult(series.IsNone ? new SeriesRef(++_series) : series, AppendOutcome.Accepted);
        }

        public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, Model.Histograms.Histogram value, long startTimestampMs = 0) => throw new NotSupportedException();

        public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, Model.Histograms.FloatHistogram value, long startTimestampMs = 0) => throw new NotSupportedException();

        public AppendOutcome AppendExemplar(SeriesRef series, LabelsView exemplarLabels, double value, long timestampMs, bool hasOwnTime = true) => throw new NotSupportedException();

        public AppendOutcome UpdateMetadata(SeriesRef series, MetricMetadata metadata) => throw new NotSupportedException();

        public SeriesRef Find(LabelsView labels) => SeriesRef.None;

        public void Commit()
        {
        }

        public void Rollback()
        {
        }

        public void Dispose()
        {
        }
    }
}
