using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage.Merging;

namespace Pharos.Storage.Tests.Merging;

public sealed class FanOutAppenderTests
{
    [Fact]
    public void Append_Accepted_GoesToAllUnderTheReferenceOfThePrimary()
    {
        var (primary, secondary) = (new Recorder(7), new Recorder(9));
        using var appender = Of(primary, secondary);
        Assert.Equal(new AppendResult(new SeriesRef(7), AppendOutcome.Accepted), appender.Append(SeriesRef.None, default, 1, 2));
        Assert.Equal(["append 7"], secondary.Calls);
        appender.Commit();
        Assert.Equal(["append 7", "commit"], secondary.Calls);
    }

    [Fact]
    public void Append_PrimaryRefuses_SecondaryIsNotAsked()
    {
        var (primary, secondary) = (new Recorder(7) { Outcome = AppendOutcome.OutOfOrder }, new Recorder(9));
        using var appender = Of(primary, secondary);
        Assert.Equal(AppendOutcome.OutOfOrder, appender.Append(SeriesRef.None, default, 1, new Histogram()).Outcome);
        Assert.Empty(secondary.Calls);
    }

    [Fact]
    public void Append_SecondaryRefuses_IsTheAnswer()
    {
        using var appender = Of(new Recorder(7), new Recorder(9) { Outcome = AppendOutcome.TooOld });
        Assert.Equal(AppendOutcome.TooOld, appender.Append(SeriesRef.None, default, 1, new FloatHistogram()).Outcome);
        Assert.Equal(AppendOutcome.TooOld, appender.AppendExemplar(new SeriesRef(7), default, 1, 1));
    }

    [Fact]
    public void Commit_PrimaryFails_RollsTheOthersBack()
    {
        var secondary = new Recorder(9);
        using var appender = Of(new Recorder(7) { CommitFails = true }, secondary);
        Assert.Throws<IOException>(appender.Commit);
        Assert.Equal(["rollback"], secondary.Calls);
    }

    [Fact]
    public void Commit_OneOfTheOthersFails_RollsThoseAfterItBack()
    {
        var (first, second, third) = (new Recorder(1), new Recorder(2) { CommitFails = true }, new Recorder(3));
        using var appender = Of(new Recorder(7), first, second, third);
        Assert.Throws<IOException>(appender.Commit);
        Assert.Equal(["commit"], first.Calls);
        Assert.Equal(["rollback"], third.Calls);
    }

    private static IAppender Of(Recorder primary, params Recorder[] secondaries) =>
        new FanOut(primary, primary, secondaries, []).NewAppender();

    private sealed class Recorder(ulong series) : IAppender, IAppendable, IQuerySource
    {
        public List<string> Calls { get; } = [];

        public AppendOutcome Outcome { get; init; }

        public bool IsInOrderOnly { get; set; }

        public bool CommitFails { get; init; }

        public IAppender NewAppender() => this;

        public IQuerier NewQuerier(long minTimeMs, long maxTimeMs) => throw new NotSupportedException();

        public AppendResult Append(SeriesRef reference, LabelsView labels, long timestampMs, double value, long startTimestampMs = 0) => Note(reference);

        public AppendResult Append(SeriesRef reference, LabelsView labels, long timestampMs, Histogram value, long startTimestampMs = 0) => Note(reference);

        public AppendResult Append(SeriesRef reference, LabelsView labels, long timestampMs, FloatHistogram value, long startTimestampMs = 0) => Note(reference);

        public AppendOutcome AppendExemplar(SeriesRef reference, LabelsView exemplarLabels, double value, long timestampMs, bool hasOwnTime = true) => Outcome;

        public AppendOutcome UpdateMetadata(SeriesRef reference, MetricMetadata metadata) => Outcome;

        public SeriesRef Find(LabelsView labels) => new(series);

        public void Commit()
        {
            Calls.Add("commit");
            if (CommitFails)
            {
                throw new IOException("the disk is full");
            }
        }

        public void Rollback() => Calls.Add("rollback");

        public void Dispose()
        {
        }

        private AppendResult Note(SeriesRef reference)
        {
            Calls.Add($"append {reference.Value}");
            return new AppendResult(new SeriesRef(series), Outcome);
        }
    }
}
