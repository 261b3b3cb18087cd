namespace Pharos.Instrumentation.Tests;

public sealed class ConcurrencyTests
{
    private const int Threads = 4;
    private const int Rounds = 40_000;

    [Fact]
    public void Record_FromManyThreads_LosesNothing()
    {
        var registry = new MetricRegistry();
        var counter = registry.Counter("c_total", "help");
        var gauge = registry.Gauge("g", "help");
        var histogram = registry.Histogram("h", "help", new HistogramOptions { Buckets = [1, 2, 3], Native = new() });
        var summary = registry.Summary("s", "help", new SummaryOptions { Quantiles = [0.5] });
        Run(Threads, thread =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                counter.Increment();
                counter.Add(0.5);
                gauge.Add(1);
                gauge.Decrement();
                gauge.Increment();
                histogram.Observe(i & 3);
                summary.Observe(i & 3);
            }
        });

        const double All = Threads * Rounds;
        var sink = RecordingSink.Of(registry);
        Assert.Equal(1.5 * All, sink.Value("c_total"));
        Assert.Equal(All, sink.Value("g"));
        var shown = Assert.Single(sink.Histograms);
        Assert.Equal(All, shown.Count);
        Assert.Equal(1.5 * All, shown.Sum);
        Assert.Equal([All / 2, 3 * All / 4, All, All], shown.Buckets.Select(bucket => bucket.CumulativeCount));
        Assert.Equal((ulong)All, NativeBuckets.TotalOf(shown.Native!));
        Assert.Equal((ulong)All, Assert.Single(sink.Summaries).Count);
        Assert.Equal(1.5 * All, sink.Summaries[0].Sum);
    }

    [Fact]
    public void Collect_WhileRecording_SeesWholeObservationsOnly()
    {
        // Every value is its own native bucket now and then, so that the limit is hit while collecting too.
        var registry = new MetricRegistry();
        var histogram = registry.Histogram("h", "help", new HistogramOptions { Buckets = [1, 2], Native = new() { MaxBuckets = 6 } });
        var summary = registry.Summary("s", "help");
        var writers = new Thread[2];
        for (var t = 0; t < writers.Length; t++)
        {
            writers[t] = new Thread(() =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    histogram.Observe(1 << (i & 15));
                    summary.Observe(1);
                }
            });
            writers[t].Start();
        }

        var before = 0d;
        while (Array.Exists(writers, writer => writer.IsAlive))
        {
            var sink = RecordingSink.Of(registry);
            var shown = sink.Histograms[0];
            Assert.Equal(shown.Count, shown.Buckets[^1].CumulativeCount);
            Assert.Equal((ulong)shown.Count, NativeBuckets.TotalOf(shown.Native!));
            Assert.True(shown.Count >= before);
            Assert.Equal(sink.Summaries[0].Count, sink.Summaries[0].Sum);
            before = shown.Count;
        }

        Assert.Equal(writers.Length * Rounds, RecordingSink.Of(registry).Histograms[0].Count);
        Assert.Equal(writers.Length * (Rounds / 16) * 65535d, RecordingSink.Of(registry).Histograms[0].Sum);
    }

    [Fact]
    public void WithLabels_FromManyThreads_GivesOneMetricEach()
    {
        var registry = new MetricRegistry();
        var family = registry.CounterFamily("c_total", "help", "a");
        Run(Threads, _ =>
        {
            for (var i = 0; i < 5000; i++)
            {
                family.WithLabels($"{i % 97}").Increment();
            }
        });

        var sink = RecordingSink.Of(registry);
        Assert.Equal(97, family.Count);
        Assert.Equal(Threads * 5000, Enumerable.Range(0, 97).Sum(i => sink.Value($"c_total{{a=\"{i}\"}}")));
    }

    [Fact]
    public void Register_WhileCollecting_NeverShowsAFamilyTwiceOrOutOfOrder()
    {
        var registry = new MetricRegistry();
        Run(2, thread =>
        {
            for (var i = 0; i < 300; i++)
            {
                if (thread == 0)
                {
                    registry.Gauge($"g{(i * 7919) % 1000:D4}", "help");
                    continue;
                }

                var names = RecordingSink.Of(registry).Families.ToList();
                Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
            }
        });
    }

    private static void Run(int threads, Action<int> body)
    {
        using var start = new Barrier(threads);
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var all = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                body(index);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        })).ToList();
        all.ForEach(thread => thread.Start());
        all.ForEach(thread => thread.Join());
        Assert.Empty(failures);
    }
}
