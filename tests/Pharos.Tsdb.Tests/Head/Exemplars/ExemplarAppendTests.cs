using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head;

namespace Pharos.Tsdb.Tests.Head.Exemplars;

public sealed class ExemplarAppendTests
{
    private static readonly Labels Up = Labels.Of(("__name__", "up"), ("job", "a"));
    private static readonly Labels Trace = Labels.Of(("trace_id", "abc"));
    private static readonly Labels Other = Labels.Of(("trace_id", "def"));

    /// <summary>After an exemplar of value 5 at 10000 with a window of 2000.</summary>
    [Theory]
    [InlineData(10_000, 5, "abc", AppendOutcome.DuplicateExemplar)]
    [InlineData(10_001, 5, "abc", AppendOutcome.Accepted)]
    [InlineData(10_000, 6, "abc", AppendOutcome.Accepted)]
    [InlineData(10_000, 4, "abc", AppendOutcome.OutOfOrderExemplar)]
    [InlineData(9_999, 5, "abc", AppendOutcome.Accepted)]
    [InlineData(8_001, 5, "abc", AppendOutcome.Accepted)]
    [InlineData(8_000, 5, "abc", AppendOutcome.OutOfOrderExemplar)]
    [InlineData(long.MinValue, 5, "abc", AppendOutcome.OutOfOrderExemplar)]
    public void AppendExemplar_AfterOne_OutcomeAsTheReference(long timestampMs, double value, string trace, AppendOutcome expected)
    {
        using var fixture = new HeadFixture(new HeadOptions { OutOfOrderWindowMs = 2000 });
        var series = fixture.Append(Up, 1000, 1);
        Assert.Equal(AppendOutcome.Accepted, Append(fixture, series, Trace, 10_000, 5));
        Assert.Equal(expected, Append(fixture, series, Labels.Of(("trace_id", trace)), timestampMs, value));
    }

    [Fact]
    public void AppendExemplar_OlderWithoutAWindow_IsOutOfOrder()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        Append(fixture, series, Trace, 10_000, 5);
        Assert.Equal(AppendOutcome.OutOfOrderExemplar, Append(fixture, series, Trace, 9_999, 5));
        Assert.Equal(AppendOutcome.OutOfOrderExemplar, Append(fixture, series, Trace, long.MinValue, 5));
    }

    [Fact]
    public void AppendExemplar_SameTimeAndValue_HashOfTheLabelsIsTheOrder()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        var (low, high) = Trace.View.Hash() < Other.View.Hash() ? (Trace, Other) : (Other, Trace);
        Assert.Equal(AppendOutcome.Accepted, Append(fixture, series, low, 10, 5));
        Assert.Equal(AppendOutcome.Accepted, Append(fixture, series, high, 10, 5));
        Assert.Equal(AppendOutcome.OutOfOrderExemplar, Append(fixture, series, low, 10, 5));
    }

    [Fact]
    public void AppendExemplar_WithoutATimeOfItsOwn_IsTheSameAtALaterTime()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        Assert.Equal(AppendOutcome.Accepted, Append(fixture, series, Trace, 10, 5, hasOwnTime: false));
        Assert.Equal(AppendOutcome.DuplicateExemplar, Append(fixture, series, Trace, 20, 5, hasOwnTime: false));
        Assert.Equal(AppendOutcome.Accepted, Append(fixture, series, Trace, 30, 5, hasOwnTime: true));
        Assert.Equal(AppendOutcome.Accepted, Append(fixture, series, Trace, 40, 5, hasOwnTime: false));
    }

    [Theory]
    [InlineData(126, AppendOutcome.Accepted)]
    [InlineData(127, AppendOutcome.ExemplarLabelsTooLong)]
    [InlineData(100_000, AppendOutcome.ExemplarLabelsTooLong)]
    public void AppendExemplar_LabelLength_IsCountedInCharacters(int length, AppendOutcome expected)
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        foreach (var character in (string[])["a", "é", "€", "😀"])
        {
            var labels = Labels.Of(("ab", string.Concat(Enumerable.Repeat(character, length))));
            Assert.Equal(expected, Append(fixture, series, labels, 10, character.Length));
            fixture.Head.Exemplars.Resize(0);
            fixture.Head.Exemplars.Resize(10);
        }
    }

    [Fact]
    public void AppendExemplar_BytesThatAreNoText_CountOneEach()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        var builder = new LabelsBuilder();
        builder.Add("ab"u8, Enumerable.Repeat((byte)0x80, 127).ToArray());
        Assert.Equal(AppendOutcome.ExemplarLabelsTooLong, Append(fixture, series, builder.ToLabels(), 10, 1));
    }

    [Fact]
    public void AppendExemplar_UnknownSeriesOrDisabled_SaysSo()
    {
        using var fixture = new HeadFixture();
        Assert.Equal(AppendOutcome.UnknownSeries, Append(fixture, new SeriesRef(5), Trace, 10, 1));
        using var without = new HeadFixture(new HeadOptions { MaxExemplars = 0 });
        Assert.Equal(AppendOutcome.ExemplarsDisabled, Append(without, without.Append(Up, 1000, 1), Trace, 10, 1));
    }

    [Fact]
    public void Rollback_Exemplars_AreGone()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        using var appender = fixture.Head.NewAppender();
        appender.AppendExemplar(series, Trace.View, 5, 10);
        appender.Rollback();
        appender.Commit();
        Assert.Equal(0, fixture.Head.Exemplars.Counts.Stored);
    }

    [Fact]
    public void Commit_SeriesDroppedMeanwhile_ItsExemplarGoesToItsSuccessorOrAway()
    {
        const long Minute = 60_000;
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 0, 1);
        fixture.Append(Labels.Of(("a", "b")), 300 * Minute, 1);
        using var alone = fixture.Head.NewAppender();
        alone.AppendExemplar(series, Trace.View, 5, 10);
        using var withSample = fixture.Head.NewAppender();
        withSample.Append(series, default, 300 * Minute, 1);
        withSample.AppendExemplar(series, Other.View, 6, 20);
        new HeadTruncation(fixture.Head).Run(120 * Minute);
        alone.Commit();
        Assert.Equal(0, fixture.Head.Exemplars.Counts.Stored);
        withSample.Commit();
        var found = Assert.Single(fixture.Head.Exemplars.SelectExemplars(0, 100, [[]], TestContext.Current.CancellationToken));
        Assert.Equal(Up, found.Series);
        fixture.Abandon();
        Assert.Equal(1, fixture.Head.Exemplars.Counts.Stored);
    }

    [Fact]
    public void Open_ExemplarsInTheLog_AreThereAgain()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        Append(fixture, series, Trace, 10, 5, hasOwnTime: false);
        Append(fixture, series, Trace, 20, 5, hasOwnTime: true);
        Append(fixture, series, Labels.Empty, 30, 5);
        fixture.Abandon(minValidMs: 20);
        var found = Assert.Single(fixture.Head.Exemplars.SelectExemplars(0, 100, [[]], TestContext.Current.CancellationToken));
        Assert.Equal(Up, found.Series);
        Assert.Equal([new Exemplar(Trace, 5, 20), new Exemplar(Labels.Empty, 5, 30)], found.Exemplars);
        var again = fixture.Append(Up, 2000, 1);
        Assert.Equal(AppendOutcome.DuplicateExemplar, Append(fixture, again, Labels.Empty, 40, 5, hasOwnTime: false));
    }

    private static AppendOutcome Append(
        HeadFixture fixture, SeriesRef series, Labels labels, long timestampMs, double value, bool hasOwnTime = true)
    {
        using var appender = fixture.Head.NewAppender();
        var outcome = appender.AppendExemplar(series, labels.View, value, timestampMs, hasOwnTime);
        appender.Commit();
        return outcome;
    }
}
