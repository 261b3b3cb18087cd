using Pharos.Model.Histograms;
using Pharos.Remote.Receiving;
using Pharos.Tsdb;

namespace Pharos.Remote.Tests.Receiving;

public sealed class Version1Tests
{
    [Fact]
    public void Receive_SeriesAgainAndAgain_StoresEachSample()
    {
        using var fixture = new ReceiverFixture();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(new WriteAnswer(WriteStatus.Stored, null, null), fixture.Send(false, Sent.Float("a", fixture.NowMs + i, i), Sent.Float("b", fixture.NowMs + i, -i)));
        }

        Assert.Equal(["""{__name__="a", job="test"} 0:0 1:1 2:2 3:3 4:4""", """{__name__="b", job="test"} 0:0 1:-1 2:-2 3:-3 4:-4"""], fixture.Stored());
    }

    [Fact]
    public void Receive_LabelsInAnyOrderAndPlace_AreTheSameSeries()
    {
        using var fixture = new ReceiverFixture();
        var now = fixture.NowMs;
        fixture.Send(false, new Sent([("job", "x"), ("__name__", "a"), ("empty", "")]) { Samples = [(now, 1, 0)] });
        fixture.Send(false, new Sent([("__name__", "a"), ("job", "x")]) { Samples = [(now + 1, 2, 0)] });
        fixture.Send(false, new Sent([("__name__", "a"), ("job", "x")]) { Samples = [(now + 2, 3, 0)], HasLabelsLast = true });
        Assert.Equal(["""{__name__="a", job="x"} 0:1 1:2 2:3"""], fixture.Stored());
    }

    [Fact]
    public void Receive_MoreLabelsBehindTheSamplesOfAKnownSeries_IsAnotherSeries()
    {
        using var fixture = new ReceiverFixture();
        var now = fixture.NowMs;
        var first = Requests.Version1(Sent.Float("a", now, 1));
        Assert.Equal(WriteStatus.Stored, fixture.Receiver.ReceiveVersion1(first).Status);

        // The same labels, a sample, and one more label.
        var body = first.AsSpan(2).ToArray();
        byte[] label = [0x0A, 6, 0x0A, 1, (byte)'z', 0x12, 1, (byte)'1'];
        Assert.Equal(WriteStatus.Stored, fixture.Receiver.ReceiveVersion1([0x0A, (byte)(body.Length + label.Length), .. body, .. label]).Status);
        Assert.Equal(["""{__name__="a", job="test"} 0:1""", """{__name__="a", job="test", z="1"} 0:1"""], fixture.Stored());
    }

    [Fact]
    public void Receive_SampleThatIsLate_StoresNothingOfTheRequest()
    {
        using var fixture = new ReceiverFixture();
        var now = fixture.NowMs;
        fixture.Send(false, Sent.Float("a", now, 1));
        var answer = fixture.Send(false, Sent.Float("b", now, 1), Sent.Float("a", now - 1, 2));
        Assert.Equal(new WriteAnswer(WriteStatus.Refused, "out of order sample", null), answer);
        Assert.Equal(["""{__name__="a", job="test"} 0:1"""], fixture.Stored());
    }

    [Theory]
    [InlineData(0, 2, "duplicate sample for timestamp")]
    [InlineData(600_001, 1, "out of bounds: timestamp is too far in the future")]
    [InlineData(-8_000_000, 1, "out of bounds")]
    public void Receive_SampleThatCannotBe_SaysWhy(long ageMs, double value, string error)
    {
        using var fixture = new ReceiverFixture();
        fixture.Send(false, Sent.Float("a", fixture.NowMs, 1));
        Assert.Equal(new WriteAnswer(WriteStatus.Refused, error, null), fixture.Send(false, Sent.Float("a", fixture.NowMs + ageMs, value)));
    }

    [Fact]
    public void Receive_LateSampleWhereTheseAreAccepted_IsStored()
    {
        using var fixture = new ReceiverFixture(database: new DatabaseOptions { OutOfOrderWindow = TimeSpan.FromHours(1) });
        var now = fixture.NowMs;
        fixture.Send(false, Sent.Float("a", now, 1));
        Assert.Equal(WriteStatus.Stored, fixture.Send(false, Sent.Float("a", now - 60_000, 2)).Status);
        Assert.Equal(["""{__name__="a", job="test"} -60000:2 0:1"""], fixture.Stored());
    }

    [Theory]
    [InlineData("job", "test", "other", "x")]
    [InlineData("__name__", "a", "__name__", "b")]
    [InlineData("__name__", "", "job", "x")]
    [InlineData("__name__", "a", "", "x")]
    public void Receive_LabelsThatAreNotSound_PassesOverTheSeriesAndCounts(string name, string value, string otherName, string otherValue)
    {
        using var fixture = new ReceiverFixture();
        var answer = fixture.Send(
            false, new Sent([(name, value), (otherName, otherValue)]) { Samples = [(fixture.NowMs, 1, 0), (fixture.NowMs + 1, 1, 0)] }, Sent.Float("good", fixture.NowMs, 1));
        Assert.Equal(WriteStatus.Stored, answer.Status);
        Assert.Equal(["""{__name__="good", job="test"} 0:1"""], fixture.Stored());
        Assert.Contains("\nprometheus_api_remote_write_invalid_labels_samples_total 2\n", fixture.Metrics(), StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_SeriesThatTheStoreHasDroppedSince_IsMadeAgain()
    {
        using var fixture = new ReceiverFixture();
        var start = fixture.NowMs;
        fixture.Send(false, Sent.Float("a", start, 1));
        for (var hour = 1; hour <= 12; hour++)
        {
            fixture.Time.Advance(TimeSpan.FromHours(1));
            fixture.Send(false, Sent.Float("b", fixture.NowMs, hour));
        }

        fixture.Database.Maintain(TestContext.Current.CancellationToken);
        Assert.Equal(1, fixture.Database.SeriesInMemory);
        Assert.Equal(WriteStatus.Stored, fixture.Send(false, Sent.Float("a", fixture.NowMs, 2)).Status);
        Assert.Contains("""{__name__="a", job="test"} -43200000:1 0:2""", fixture.Stored());
    }

    [Fact]
    public void Receive_HistogramsOfAllKinds_AreStored()
    {
        using var fixture = new ReceiverFixture();
        var now = fixture.NowMs;
        var fine = new Histogram { Schema = 20, Count = 3, Sum = 4, PositiveSpans = [new BucketSpan(0, 2)], PositiveBuckets = [1, 1] };
        var floats = new FloatHistogram { Schema = 1, Count = 2.5, Sum = 4, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [2.5] };
        Assert.Equal(WriteStatus.Stored, fixture.Send(
            false,
            new Sent([("__name__", "fine")]) { Histograms = [(now, fine)] },
            new Sent([("__name__", "floats")]) { FloatHistograms = [(now, floats), (now + 1, floats)] }).Status);
        Assert.Equal(["""{__name__="fine"} 0:h3/4/8""", """{__name__="floats"} 0:f2.5/4/1 1:f2.5/4/1"""], fixture.Stored());
    }

    [Fact]
    public void Receive_HistogramThatContradictsItself_IsRefused()
    {
        using var fixture = new ReceiverFixture();
        var broken = new Histogram { Count = 1, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [5] };
        var answer = fixture.Send(false, new Sent([("__name__", "a")]) { Histograms = [(fixture.NowMs, broken)] });
        Assert.Equal(WriteStatus.Refused, answer.Status);
        Assert.StartsWith("5 observations found in buckets, but the Count field is 1", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_Exemplars_AreKeptAndSpoilNothing()
    {
        using var fixture = new ReceiverFixture(database: new DatabaseOptions { MaxExemplars = 10 });
        var now = fixture.NowMs;
        Assert.Equal(WriteStatus.Stored, fixture.Send(false, Sent.Float("a", now, 1) with
        {
            Exemplars = [([("trace", "1")], 1, now), ([("trace", "0")], 2, now - 5), ([("trace", new string('x', 200))], 3, now + 1)],
        }).Status);
        var found = Assert.Single(fixture.Database.SelectExemplars(0, long.MaxValue, [[]], TestContext.Current.CancellationToken));
        Assert.Equal("""{trace="1"}""", Assert.Single(found.Exemplars).Labels.ToString());
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("0a05")]
    [InlineData("0a020a7f")]
    [InlineData("0a0a0a081a0101220378")]
    [InlineData("0a1d0a0d0a085f5f6e616d655f5f12016112030900001a")]
    public void Receive_Damaged_IsRefused(string hex)
    {
        using var fixture = new ReceiverFixture();
        Assert.Equal(WriteStatus.Refused, fixture.Receiver.ReceiveVersion1(Convert.FromHexString(hex)).Status);
        Assert.Empty(fixture.Stored());
    }

    [Fact]
    public void Receive_CutOffAnywhere_StoresNothingOrWhatIsWhole()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56).ToUnixTimeMilliseconds();
        var whole = Requests.Version1(
            Sent.Float("a", now, 1) with { Exemplars = [([("trace", "1")], 1, now)] },
            new Sent([("__name__", "h")]) { Histograms = [(now, new Histogram { Count = 1, Sum = 1, PositiveSpans = [new BucketSpan(0, 1)], PositiveBuckets = [1] })] });
        for (var length = 0; length < whole.Length; length++)
        {
            using var fixture = new ReceiverFixture();
            var answer = fixture.Receiver.ReceiveVersion1(whole.AsSpan(0, length));
            Assert.True(answer.Status == WriteStatus.Refused || fixture.Stored().Count < 2, $"{length} bytes");
        }
    }
}
