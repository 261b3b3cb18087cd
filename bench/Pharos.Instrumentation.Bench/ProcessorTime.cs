namespace Pharos.Instrumentation.Bench;

/// <summary>
/// Processor time of the commonest calls, by one thread and by two at once: in one metric, and in two that lie beside each other in
/// memory. Unlike the time on the clock it means something on a busy machine too.
/// </summary>
internal static class ProcessorTime
{
    private const int Rounds = 5_000_000;

    public static void Run()
    {
        var registry = new MetricRegistry();
        var first = registry.Counter("a_total", "A counter.");
        var second = registry.Counter("b_total", "A counter.");
        var classic = registry.Histogram("h1", "Classic.");
        var both = registry.Histogram("h2", "Both forms.", new HistogramOptions { Native = new() });
        var summary = registry.Summary("s", "A summary.", new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] });
        var family = registry.CounterFamily("l_total", "Labels.", "handler", "code");
        using var collect = new CollectBenchmarks();
        var values = CollectBenchmarks.Durations(1024);
        for (var round = 0; round < 3; round++)
        {
            Measure("nothing", 1, Rounds, (_, _) => { });
            Measure("counter", 1, Rounds, (_, _) => first.Increment());
            Measure("counter, fraction", 1, Rounds, (_, _) => first.Add(0.5));
            Measure("counter, two threads", 2, Rounds, (_, _) => first.Increment());
            Measure("neighbouring counters, a thread each", 2, Rounds, (thread, _) => (thread == 0 ? first : second).Increment());
            Measure("labels, text", 1, Rounds, (_, _) => family.WithLabels("/api/v1/label/7", "200"));
            Measure("labels, bytes", 1, Rounds, (_, _) => family.WithLabels("/api/v1/label/7"u8, "200"u8));
            Measure("classic histogram", 1, Rounds, (_, i) => classic.Observe(values[i & 1023]));
            Measure("both histograms", 1, Rounds, (_, i) => both.Observe(values[i & 1023]));
            Measure("both histograms, two threads", 2, Rounds, (_, i) => both.Observe(values[i & 1023]));
            Measure("summary", 1, Rounds, (_, i) => summary.Observe(values[i & 1023]));
            Measure("collect", 1, 200, (_, _) => collect.Collect());
            Measure("collect process and runtime", 1, 200, (_, _) => collect.CollectProcessAndRuntime());
        }
    }

    private static void Measure(string what, int threads, int rounds, Action<int, int> record)
    {
        using var start = new Barrier(threads);
        var workers = new Thread[threads];
        var from = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < threads; i++)
        {
            var index = i;
            workers[i] = new Thread(() =>
            {
                start.SignalAndWait();
                for (var round = 0; round < rounds; round++)
                {
                    record(index, round);
                }
            });
            workers[i].Start();
        }

        Array.ForEach(workers, worker => worker.Join());
        var used = Environment.CpuUsage.TotalTime - from;
        Console.WriteLine($"{what}: {used.TotalNanoseconds / rounds / threads:F1} ns");
    }
}
