using Pharos.Model;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Tests.Stores;

namespace Pharos.PromQL.Tests;

public class ExplanationTests
{
    [Fact]
    public void Evaluate_Explained_TellsWhatEachPartGave()
    {
        var store = new MemoryStore();
        foreach (var job in (string[])["a", "b", "c"])
        {
            var labels = Labels.Of(("__name__", "m"), ("job", job));
            for (var i = 0; i <= 10; i++)
            {
                store.Add(labels, i * 60_000, i);
            }
        }

        using var engine = new QueryEngine(new QuerySettings());
        var request = QueryRequest.Range("sum(rate(m[5m])) / scalar(m{job=\"a\"} @ 60)", 300_000, 600_000, 60_000) with { Explains = true };

        var plan = engine.Evaluate(store, request, TestContext.Current.CancellationToken).Plan;

        Assert.NotNull(plan);
        Assert.Equal(("sum(rate(m[5m])) / scalar(m{job=\"a\"} @ 60.000)", 6, 1L, 6L), (plan.Expression, plan.Steps, plan.Series, plan.Samples));
        var sum = plan.Inputs[0];
        Assert.Equal(("sum(rate(m[5m]))", 1L), (sum.Expression, sum.Series));
        var rate = Assert.Single(sum.Inputs);
        Assert.Equal(("rate(m[5m])", 6, 3L, 18L), (rate.Expression, rate.Steps, rate.Series, rate.Samples));
        Assert.Equal(("m{job=\"a\"} @ 60.000", 1, 1L), (plan.Inputs[1].Expression, plan.Inputs[1].Steps, plan.Inputs[1].Series));
        Assert.True(plan.Time >= sum.Time && sum.Time >= rate.Time);
    }

    [Fact]
    public void Evaluate_NotExplained_HasNoPlan()
    {
        using var engine = new QueryEngine(new QuerySettings());

        var result = engine.Evaluate(new MemoryStore(), QueryRequest.Instant("up", 0), TestContext.Current.CancellationToken);

        Assert.Null(result.Plan);
    }
}
