using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Head;

public sealed class HeadMetadataTests
{
    private static readonly Labels Up = Labels.Of(("__name__", "up"));
    private static readonly MetricMetadata Gauge = new(MetricType.Gauge, "seconds", "Ünit.");

    [Fact]
    public void UpdateMetadata_Committed_IsReadAndSurvives()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        Assert.Null(fixture.Head.Series.Metadata.Of((uint)series.Value));
        Assert.Equal(AppendOutcome.Accepted, Update(fixture, series, Gauge));
        Assert.Equal(Gauge, fixture.Head.Series.Metadata.Of((uint)series.Value));
        fixture.Abandon();
        Assert.Equal(Gauge, fixture.Head.Series.Metadata.Of((uint)fixture.Append(Up, 1000, 1).Value));
    }

    [Fact]
    public void UpdateMetadata_Unchanged_IsNotLogged()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 1000, 1);
        Update(fixture, series, Gauge);
        Update(fixture, series, Gauge with { });
        Assert.Equal(1, MetadataRecords(fixture));
        Update(fixture, series, Gauge with { Help = "" });
        Assert.Equal(2, MetadataRecords(fixture));
    }

    [Fact]
    public void UpdateMetadata_UnknownSeries_SaysSo()
    {
        using var fixture = new HeadFixture();
        Assert.Equal(AppendOutcome.UnknownSeries, Update(fixture, new SeriesRef(5), Gauge));
        using var appender = fixture.Head.NewAppender();
        appender.UpdateMetadata(SeriesRef.None, Gauge);
        Assert.Equal(AppendOutcome.Accepted, appender.Append(SeriesRef.None, Up.View, 1000, 1).Outcome);
    }

    [Fact]
    public void Drop_SeriesWithMetadata_TheNextOfItsSlotHasNone()
    {
        using var fixture = new HeadFixture();
        var series = fixture.Append(Up, 0, 1);
        Update(fixture, series, Gauge);
        fixture.Append(Labels.Of(("a", "b")), 300 * 60_000, 1);
        new HeadTruncation(fixture.Head).Run(120 * 60_000);
        Assert.Equal(0, fixture.Head.Series.Metadata.Count);
        var next = fixture.Append(Labels.Of(("c", "d")), 300 * 60_000, 1);
        Assert.Equal((uint)series.Value, (uint)next.Value);
        Assert.Null(fixture.Head.Series.Metadata.Of((uint)next.Value));
    }

    [Fact]
    public void Metadata_OfManySeries_IsKeptOnce()
    {
        using var fixture = new HeadFixture();
        for (var i = 0; i < 100; i++)
        {
            Update(fixture, fixture.Append(Labels.Of(("i", $"{i}")), 1000, 1), new MetricMetadata(MetricType.Counter, "", $"help {i % 2}"));
        }

        Assert.Equal(2, fixture.Head.Series.Metadata.Count);
        Update(fixture, fixture.Append(Labels.Of(("i", "7")), 2000, 1), Gauge);
        Assert.Equal(3, fixture.Head.Series.Metadata.Count);
    }

    private static AppendOutcome Update(HeadFixture fixture, SeriesRef series, MetricMetadata metadata)
    {
        using var appender = fixture.Head.NewAppender();
        var outcome = appender.UpdateMetadata(series, metadata);
        appender.Commit();
        return outcome;
    }

    private static int MetadataRecords(HeadFixture fixture)
    {
        var count = 0;
        using var reader = new WalReader(fixture.Wal.Directory);
        while (reader.MoveNext())
        {
            count += RecordTypes.Of(reader.Record) == RecordType.Metadata ? 1 : 0;
        }

        return count;
    }
}
