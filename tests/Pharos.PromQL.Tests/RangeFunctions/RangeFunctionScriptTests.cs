using Pharos.PromQL.Tests.Scripts;

namespace Pharos.PromQL.Tests.RangeFunctions;

public class RangeFunctionScriptTests
{
    private const string Script = """
        load 15s
          requests_total{job="a"} 0 15 30 45 60 5 20 35 _ _ _ 80 95 110
          requests_total{job="b"} 100 100 100 100 100 100 100 100 100 100 100 100 100 100
          gauge 1 -1 NaN Inf 2 2 2 -Inf 0 3 stale 5 6 7

        eval instant at 2m rate(requests_total[2m])
          {job="a"} 0.8888888888888888
          {job="b"} 0

        eval range from 45s to 3m15s step 30s increase(requests_total[45s])
          {job="a"} 45 30 35 _ _ 45
          {job="b"} 0x5

        eval instant at 3m15s min_over_time(gauge[1m])
          {} 5

        eval range from 30s to 2m30s step 30s max_over_time(gauge[45s])
          {} 1 Inf 2 2 3

        eval range from 1m to 3m step 1m changes(gauge[1m])
          {} 3 2 2

        eval instant at 3m15s quantile_over_time(0.5, requests_total[2m])
          {job="a"} 80
          {job="b"} 100

        eval instant at 1m ts_of_max_over_time(requests_total[1m])
          {job="a"} 60
          {job="b"} 60

        # The edges of windows.
        eval instant at 1m10s increase(requests_total{job="a"}[30s] anchored)
          {job="a"} 30

        eval instant at 1m10s increase(requests_total{job="a"}[30s] smoothed)
          {job="a"} 23.333333333333336

        eval instant at 37s requests_total{job="a"} smoothed
          requests_total{job="a"} 37

        eval instant at 1m avg_over_time(requests_total[30s] anchored)
          expect fail msg: anchored modifier can only be used with: changes, delta, increase, rate, resets - not with avg_over_time

        eval instant at 1m double_exponential_smoothing(requests_total[30s], 1, 0.5)
          expect fail msg: invalid smoothing factor. Expected: 0 < sf < 1, got: 1.000000

        clear

        # Histograms, alone and among floats.
        load 1m
          h {{schema:0 count:4 sum:6 buckets:[1 2 1]}} {{schema:0 count:8 sum:12 buckets:[2 4 2]}} {{schema:0 count:2 sum:3 buckets:[1 1]}} {{schema:0 count:6 sum:9 buckets:[3 3]}}
          mixed 1 2 {{schema:0 count:4 sum:6 buckets:[1 2 1]}} {{schema:0 count:8 sum:12 buckets:[2 4 2]}} 7
          custom {{schema:-53 count:4 sum:6 custom_values:[1 5 10] buckets:[1 2 1]}} {{schema:-53 count:8 sum:12 custom_values:[1 10] buckets:[2 4 2]}}

        eval instant at 3m increase(h[4m])
          {} {{schema:0 count:13.333333333333332 sum:20 buckets:[5.333333333333333 6.666666666666666 1.3333333333333333] counter_reset_hint:gauge}}

        eval instant at 3m resets(h[4m])
          {} 1

        eval instant at 3m sum_over_time(h[4m])
          {} {{schema:0 count:20 sum:30 buckets:[7 10 3]}}

        eval instant at 3m avg_over_time(h[2m])
          {} {{schema:0 count:4 sum:6 buckets:[2 2]}}

        eval instant at 4m sum_over_time(mixed[5m])
          expect warn

        eval instant at 4m max_over_time(mixed[5m])
          expect info
          {} 7

        eval instant at 4m changes(mixed[5m])
          {} 4

        eval range from 1m to 4m step 1m idelta(mixed[2m])
          expect warn
          {} 1 _ {{schema:0 count:4 sum:6 buckets:[1 2 1] counter_reset_hint:gauge}} _

        eval instant at 4m last_over_time(mixed[2m])
          mixed 7

        eval instant at 3m last_over_time(mixed[2m])
          mixed {{schema:0 count:8 sum:12 buckets:[2 4 2]}}

        eval instant at 1m sum_over_time(custom[2m])
          expect info
          {} {{schema:-53 count:12 sum:18 custom_values:[1 10] buckets:[3 7 2]}}

        clear

        # Counters that say when they began.
        load 1m
          started_total@st _ -30s -30s
          started_total 10 20 30

        eval instant at 2m increase(started_total[90s])
          {} 45

        eval instant at 2m resets(started_total[3m])
          {} 2

        eval instant at 2m irate(started_total[3m])
          {} 0.5

        # A single sample is enough where it says that its counter began within the window.
        eval instant at 2m rate(started_total[45s])
          {} 0.6666666666666666
        """;

    [Fact]
    public void Script_OfFunctionsOverRanges_Holds()
    {
        var runner = new ScriptRunner();

        var failures = runner.Run(Script);

        Assert.Empty(failures);
        Assert.True(runner.Evaluated > 20);
    }
}
