using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Tsdb.Agent;

namespace Pharos.Tsdb.Tests.Agent;

/// <summary>What the store of an agent takes, and what of it is in its log.</summary>
public sealed class AgentAppendTests
{
    [Fact]
    public void Commit_AllKinds_AreInTheLogInOrder()
    {
        using var fixture = new AgentFixture();
        using (var appender = fixture.Store.NewAppender())
        {
            var histogram = new Histogram { Count = 3, Sum = 5, PositiveSpans = [new(0, 1)], PositiveBuckets = [3] };
            var custom = new Histogram { Schema = -53, Count = 2, Sum = 6, PositiveSpans = [new(0, 1)], PositiveBuckets = [2], CustomValues = [1] };
            var series = appender.Append(SeriesRef.None, AgentFixture.Series("a"), 1, 1.5).Series;
            appender.Append(SeriesRef.None, AgentFixture.Series("b"), 2, histogram);
            appender.Append(SeriesRef.None, AgentFixture.Series("c"), 3, custom.ToFloat());
            appender.Append(SeriesRef.None, AgentFixture.Series("d"), 4, custom);
            Assert.Equal(AppendOutcome.Accepted, appender.AppendExemplar(series, Labels.Of(("trace", "x")).View, 9, 1));
            Assert.Equal(AppendOutcome.Accepted, appender.UpdateMetadata(series, new MetricMetadata(MetricType.Counter, "", "Help.")));
            Assert.Empty(fixture.ReadLog());
            appender.Commit();
        }

        Assert.Equal(["a 1 1.5", "b 2 5", "c 3 6", "d 4 6", "a 1 9{trace=\"x\"}"], fixture.ReadLog());
        Assert.Equal(4, fixture.Store.SeriesInMemory);
        Assert.Equal(1, fixture.Metric("prometheus_agent_samples_appended_total{type=\"float\"}"));
        Assert.Equal(3, fixture.Metric("prometheus_agent_samples_appended_total{type=\"histogram\"}"));
        Assert.Equal(1, fixture.Metric("prometheus_agent_exemplars_appended_total"));
        Assert.Equal(4, fixture.Metric("prometheus_agent_active_series"));
    }

    [Theory]
    [InlineData(0, 100, AppendOutcome.OutOfOrder)]
    [InlineData(0, 99, AppendOutcome.OutOfOrder)]
    [InlineData(0, 101, AppendOutcome.Accepted)]
    [InlineData(10, 91, AppendOutcome.Accepted)]
    [InlineData(10, 90, AppendOutcome.OutOfOrder)]
    [InlineData(10, long.MinValue, AppendOutcome.OutOfOrder)]
    public void Append_BehindTheNewest_IsTakenWithinTheWindow(int windowMs, long timestampMs, AppendOutcome expected)
    {
        using var fixture = new AgentFixture(new AgentOptions { OutOfOrderWindow = TimeSpan.FromMilliseconds(windowMs) });
        Assert.Equal(AppendOutcome.Accepted, fixture.Append("a", 100));
        Assert.Equal(expected, fixture.Append("a", timestampMs));
        Assert.Equal(AppendOutcome.Accepted, fixture.Append("b", 5));
        Assert.Equal(expected == AppendOutcome.Accepted ? 3 : 2, fixture.ReadLog().Count);

        // A restart knows the newest times, too.
        fixture.Reopen();
        Assert.Equal(AppendOutcome.OutOfOrder, fixture.Append("a", 100 - windowMs));
        Assert.Equal(1, fixture.Metric("prometheus_agent_out_of_order_samples_total"));
    }

    [Fact]
    public void Append_BadInput_IsRefused()
    {
        using var fixture = new AgentFixture();
        using var appender = fixture.Store.NewAppender();
        Assert.Equal(AppendOutcome.InvalidLabels, appender.Append(SeriesRef.None, default, 1, 1).Outcome);
        Assert.Equal(AppendOutcome.UnknownSeries, appender.Append(new SeriesRef(77), default, 1, 1).Outcome);
        Assert.Equal(
            AppendOutcome.InvalidHistogram, appender.Append(SeriesRef.None, AgentFixture.Series("h"), 1, new Histogram { Count = 7 }).Outcome);
        Assert.Equal(AppendOutcome.UnknownSeries, appender.AppendExemplar(new SeriesRef(77), default, 1, 1));
        Assert.Equal(AppendOutcome.UnknownSeries, appender.UpdateMetadata(new SeriesRef(77), new MetricMetadata(MetricType.Counter, "", "")));
        Assert.True(appender.Find(AgentFixture.Series("h")).IsNone);
        appender.Commit();
        Assert.Empty(fixture.ReadLog());
    }

    [Fact]
    public void AppendExemplar_TheSameAgain_IsADuplicate()
    {
        using var fixture = new AgentFixture();
        using var appender = fixture.Store.NewAppender();
        var series = appender.Append(SeriesRef.None, AgentFixture.Series("a"), 1, 1).Series;
        Assert.Equal(AppendOutcome.Accepted, Exemplar(1, 10, hasOwnTime: true));
        Assert.Equal(AppendOutcome.DuplicateExemplar, Exemplar(1, 10, hasOwnTime: true));
        Assert.Equal(AppendOutcome.Accepted, Exemplar(1, 11, hasOwnTime: true));
        Assert.Equal(AppendOutcome.Accepted, Exemplar(2, 12, hasOwnTime: false));
        Assert.Equal(AppendOutcome.DuplicateExemplar, Exemplar(2, 13, hasOwnTime: false));
        Assert.Equal(AppendOutcome.ExemplarLabelsTooLong, appender.AppendExemplar(series, Labels.Of(("t", new string('x', 200))).View, 1, 20));

        AppendOutcome Exemplar(double value, long timestampMs, bool hasOwnTime)
        {
            var outcome = appender.AppendExemplar(series, Labels.Of(("trace", "x")).View, value, timestampMs, hasOwnTime);
            appender.Commit();
            return outcome;
        }
    }

    [Fact]
    public void Rollback_NewSeries_IsLoggedWithItsFirstSample()
    {
        using var fixture = new AgentFixture();
        using (var appender = fixture.Store.NewAppender())
        {
            appender.Append(SeriesRef.None, AgentFixture.Series("a"), 1, 1);
            appender.Rollback();
        }

        Assert.Empty(fixture.ReadLog());
        Assert.Equal(AppendOutcome.Accepted, fixture.Append("a", 1));
        Assert.Equal(["a 1 1"], fixture.ReadLog());
    }

    [Fact]
    public async Task Commit_ManyAtOnce_EverySampleHasItsLabelsBefore()
    {
        using var fixture = new AgentFixture();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            using var appender = fixture.Store.NewAppender();
            for (var i = 0; i < 300; i++)
            {
                for (var k = 0; k < 5; k++)
                {
                    appender.Append(SeriesRef.None, AgentFixture.Series($"s{(i + k) % 20}"), i * 10 + k, worker);
                }

                appender.Commit();
                if (worker == 0 && i % 20 == 0)
                {
                    fixture.TruncateBefore(i * 10 - 500);
                }
            }
        })));
        Assert.Equal(20, fixture.Store.SeriesInMemory);
        Assert.NotEmpty(fixture.ReadLog());
    }

    [Fact]
    public void Append_ByReference_AllocatesNothing()
    {
        using var fixture = new AgentFixture();
        using var appender = fixture.Store.NewAppender();
        var references = Enumerable.Range(0, 100).Select(i => appender.Append(SeriesRef.None, AgentFixture.Series($"s{i}"), 0, 1).Series).ToArray();
        for (var round = 1; round < 20; round++)
        {
            Fill(round);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 20; round < 40; round++)
        {
            Fill(round);
        }

        // What a batch costs: its place among those that hold the series.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20 * 200);

        void Fill(int round)
        {
            foreach (var reference in references)
            {
                appender.Append(reference, default, round, round);
            }

            appender.Commit();
        }
    }

    [Fact]
    public void Append_ManySeries_CostLittleMemory()
    {
        const int Count = 50_000;
        using var fixture = new AgentFixture();
        using var appender = fixture.Store.NewAppender();
        var empty = fixture.Store.NativeBytes;
        for (var i = 0; i < Count; i++)
        {
            appender.Append(SeriesRef.None, Labels.Of(("__name__", $"metric_{i % 200}"), ("instance", $"host-{i / 200}"), ("job", "node")).View, 1, 1);
        }

        appender.Commit();
        Assert.InRange((fixture.Store.NativeBytes - empty) / Count, 96, 160);
    }
}
