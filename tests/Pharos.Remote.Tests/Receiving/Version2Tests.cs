using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Remote.Receiving;
using Pharos.Tsdb;

namespace Pharos.Remote.Tests.Receiving;

public sealed class Version2Tests
{
    [Fact]
    public void Receive_SamplesHistogramsAndExemplars_StoresAndCountsThem()
    {
        using var fixture = new ReceiverFixture(database: new DatabaseOptions { MaxExemplars = 10 });
        for (var i = 0; i < 3; i++)
        {
            var now = fixture.NowMs + i * 10;
            var answer = fixture.Send(
                true,
                Sent.Float("a", now, i) with { Exemplars = [([("trace", $"{i}")], 1, now)], Metadata = (MetricType.Counter, "Help.", "seconds") },
                new Sent([("__name__", "h"), ("job", "test")]) { Histograms = [(now, One)], FloatHistograms = [(now + 1, OneFloat)] });
            Assert.Equal(new WriteAnswer(WriteStatus.Stored, null, new WrittenCounts(1, 2, 1)), answer);
        }

        Assert.Equal(
            ["""{__name__="a", job="test"} 0:0 10:1 20:2""", """{__name__="h", job="test"} 0:h1/2/0 1:f1/2/0 10:h1/2/0 11:f1/2/0 20:h1/2/0 21:f1/2/0"""], fixture.Stored());
        Assert.Equal(3, Assert.Single(fixture.Database.SelectExemplars(0, long.MaxValue, [[]], TestContext.Current.CancellationToken)).Exemplars.Count);
    }

    [Fact]
    public void Receive_PartsThatAreWrong_StoresTheOthersAndTellsOfEach()
    {
        using var fixture = new ReceiverFixture();
        var now = fixture.NowMs;
        fixture.Send(true, Sent.Float("a", now, 1));
        var answer = fixture.Send(
            true,
            Sent.Float("a", now - 1, 1),
            Sent.Float("b", now, 1) with { Samples = [(now, 1, 0), (now + 700_000, 2, 0), (now + 1, 3, 0)] },
            new Sent([("job", "nameless")]) { Samples = [(now, 1, 0)] },
            new Sent([("__name__", "twice"), ("x", "1"), ("x", "2")]) { Samples = [(now, 1, 0)] },
            new Sent([("__name__", "nothing")]),
            new Sent([("__name__", "broken")]) { Histograms = [(now, new Histogram { Count = 1, Schema = 99 })] },
            Sent.Float("good", now, 1));
        Assert.Equal(WriteStatus.Refused, answer.Status);
        Assert.Equal(new WrittenCounts(3, 0, 0), answer.Written);
        Assert.Equal(
            """
            out of order sample for series {__name__="a", job="test"}
            out of bounds: timestamp is too far in the future for series {__name__="b", job="test"}
            invalid metric name or labels, got {job="nameless"}
            invalid labels for series, labels {__name__="twice", x="1", x="2"}, duplicated label x
            TimeSeries must contain at least one sample or histogram for series {__name__="nothing"}
            """,
            string.Join('\n', answer.Error!.Split('\n')[..5]));
        Assert.EndsWith(" for series {__name__=\"broken\"}", answer.Error, StringComparison.Ordinal);
        Assert.Equal(["""{__name__="a", job="test"} 0:1""", """{__name__="b", job="test"} 0:1 1:3""", """{__name__="good", job="test"} 0:1"""], fixture.Stored());
        Assert.Contains("\nprometheus_api_remote_write_invalid_labels_samples_total 2\n", fixture.Metrics(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2a070a0301020312002200", "parsing labels for series [1 2 3]: invalid labelRefs length 3")]
    [InlineData("2a060a0201091200220022016122016222", null)]
    [InlineData("2a060a02010912002200220161", "parsing labels for series [1 9]: labelRefs 0 (name) = 1 or 1 (value) = 9 outside of symbols table (size 2)")]
    public void Receive_SymbolsThatAreNotThere_SaysWhich(string hex, string? error)
    {
        using var fixture = new ReceiverFixture();
        var answer = fixture.Receiver.ReceiveVersion2(Convert.FromHexString(hex));
        Assert.Equal(WriteStatus.Refused, answer.Status);
        Assert.Equal(error ?? answer.Error, answer.Error);
        Assert.Equal(default(WrittenCounts), answer.Written);
    }

    [Fact]
    public void Receive_ManyFaults_TellsOfTheFirstOnes()
    {
        using var fixture = new ReceiverFixture();
        var answer = fixture.Send(true, [.. Enumerable.Range(0, 1000).Select(static i => new Sent([("x", $"{i}")]) { Samples = [(1, 1, 0)] })]);
        var lines = answer.Error!.Split('\n');
        Assert.Equal(51, lines.Length);
        Assert.Equal("and 950 more", lines[^1]);
    }

    [Fact]
    public void Receive_WithTypeAndUnit_MakesLabelsOfThem()
    {
        using var fixture = new ReceiverFixture(new WriteReceiverOptions { AddsTypeAndUnit = true });
        var now = fixture.NowMs;
        for (var i = 0; i < 2; i++)
        {
            fixture.Send(true, Sent.Float("a", now + i, i) with { Metadata = (MetricType.Counter, "", "seconds") });
            fixture.Send(true, Sent.Float("a", now + i, i) with { Metadata = (MetricType.Gauge, "", "") });
            fixture.Send(true, Sent.Float("a", now + i, i));
        }

        Assert.Equal(
            [
                """{__name__="a", __type__="counter", __unit__="seconds", job="test"} 0:0 1:1""",
                """{__name__="a", __type__="gauge", job="test"} 0:0 1:1""",
                """{__name__="a", job="test"} 0:0 1:1""",
            ],
            fixture.Stored());
    }

    [Fact]
    public void Receive_StartTimesWhereZerosAreWanted_StoresAZeroForEach()
    {
        using var fixture = new ReceiverFixture(database: new DatabaseOptions { AppendsZeroAtStart = true });
        var now = fixture.NowMs;
        fixture.Send(true, Sent.Float("a", now, 5) with { Samples = [(now, 5, now - 100), (now + 1, 6, now - 100)] });
        Assert.Equal(["""{__name__="a", job="test"} -100:0 0:5 1:6"""], fixture.Stored());
    }

    [Fact]
    public void Receive_KnownSeries_AllocatesNothingForItsSamples()
    {
        using var fixture = new ReceiverFixture();
        foreach (var isVersion2 in (bool[])[false, true])
        {
            var requests = Enumerable.Range(0, 30).Select(round =>
            {
                Sent[] series = [.. Enumerable.Range(0, 1000).Select(i => Sent.Float($"metric_{i}", fixture.NowMs + (isVersion2 ? 100 : 0) + round, i))];
                return isVersion2 ? Requests.Version2(series) : Requests.Version1(series);
            }).ToList();
            var before = 0L;
            for (var i = 0; i < requests.Count; i++)
            {
                before = i == 20 ? GC.GetAllocatedBytesForCurrentThread() : before;
                Assert.Equal(WriteStatus.Stored, (isVersion2 ? fixture.Receiver.ReceiveVersion2(requests[i]) : fixture.Receiver.ReceiveVersion1(requests[i])).Status);
            }

            var perSample = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000.0;
            Assert.True(perSample < 1, $"{perSample} bytes a sample");
        }
    }

    private static Histogram One => new() { Count = 1, Sum = 2, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [1] };

    private static FloatHistogram OneFloat => new() { Count = 1, Sum = 2, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [1] };
}
