using Pharos.Foundation.Bytes;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Head;

public sealed class HeadMetricsTests
{
    private const long Minute = 60_000;
    private static readonly Labels Up = Labels.Of(("__name__", "up"));
    private static readonly Labels Other = Labels.Of(("__name__", "other"));
    private MetricRegistry _registry = new();

    [Fact]
    public void Commit_SamplesOfBothTypes_AreCounted()
    {
        using var fixture = Open();
        using var appender = fixture.Head.NewAppender();
        for (var i = 0; i < 10; i++)
        {
            appender.Append(default, Up.View, i * Minute, i);
        }

        appender.Append(default, Other.View, 1, new Pharos.Model.Histograms.Histogram { Sum = 1 });
        appender.Append(default, Other.View, 2, new FloatHistogram { Sum = 1 });
        Assert.Equal((0, 1), (Value("head_samples_appended_total{type=\"float\"}"), Value("head_active_appenders")));
        appender.Commit();
        appender.Append(default, Up.View, 20 * Minute, 1);
        appender.Rollback();
        Assert.Equal(10, Value("head_samples_appended_total{type=\"float\"}"));
        Assert.Equal(2, Value("head_samples_appended_total{type=\"histogram\"}"));
        Assert.Equal((0, 2), (Value("head_active_appenders"), Value("head_appenders_created_total")));
        Assert.Equal((2, 2, 0), (Value("head_series"), Value("head_series_created_total"), Value("head_series_removed_total")));
        Assert.Equal((0, 9 * Minute), (Value("head_min_time"), Value("head_max_time")));
        Assert.Equal((0, 540), (Value("head_min_time_seconds"), Value("head_max_time_seconds")));
    }

    [Fact]
    public void Append_SamplesThatAreRefused_AreCountedByReason()
    {
        using var fixture = Open();
        fixture.Append(Up, 600 * Minute, 1);
        Assert.Equal(AppendOutcome.OutOfBounds, fixture.TryAppend(Up, 539 * Minute, 1));
        Assert.Equal(AppendOutcome.OutOfOrder, fixture.TryAppend(Up, 541 * Minute, 1));
        Assert.Equal(AppendOutcome.DuplicateTimestamp, fixture.TryAppend(Up, 600 * Minute, 2));
        Assert.Equal(AppendOutcome.Accepted, fixture.TryAppend(Up, 600 * Minute, 1));
        Assert.Equal(1, Value("out_of_bound_samples_total{type=\"float\"}"));
        Assert.Equal(1, Value("out_of_order_samples_total{type=\"float\"}"));
        Assert.Equal(0, Value("out_of_order_samples_total{type=\"histogram\"}"));
        Assert.Equal(0, Value("too_old_samples_total{type=\"float\"}"));
        Assert.Equal(1, Value("head_samples_appended_total{type=\"float\"}"));
        Assert.Equal(1, Value("sample_ooo_delta"));
    }

    [Fact]
    public void Commit_AnotherBatchGotAhead_IsCountedAsOutOfOrder()
    {
        using var fixture = Open();
        using var slow = fixture.Head.NewAppender();
        slow.Append(default, Up.View, 1 * Minute, 1);
        slow.Append(default, Up.View, 2 * Minute, 1);
        fixture.Append(Up, 2 * Minute, 1);
        slow.Commit();
        Assert.Equal(1, Value("head_samples_appended_total{type=\"float\"}"));
        Assert.Equal(1, Value("out_of_order_samples_total{type=\"float\"}"));
    }

    [Fact]
    public void Commit_SamplesOutOfOrder_AreCountedTwice()
    {
        using var fixture = Open(new HeadOptions { OutOfOrderWindowMs = 60 * Minute });
        fixture.Append(Up, 600 * Minute, 1);
        fixture.Append(Up, 550 * Minute, 1);
        fixture.Append(Up, 550 * Minute, 1);
        Assert.Equal(AppendOutcome.TooOld, fixture.TryAppend(Up, 530 * Minute, 1));
        Assert.Equal(2, Value("head_samples_appended_total{type=\"float\"}"));
        Assert.Equal(1, Value("head_out_of_order_samples_appended_total{type=\"float\"}"));
        Assert.Equal(1, Value("too_old_samples_total{type=\"float\"}"));
        Assert.Equal(3, Value("sample_ooo_delta"));
    }

    [Fact]
    public void Truncation_ChunksAndSeries_AreCountedOff()
    {
        using var fixture = Open();
        for (var i = 0; i < 300; i++)
        {
            fixture.Append(Up, i * Minute, i);
        }

        fixture.Append(Other, 241 * Minute, 1);
        Assert.Equal((4, 4, 2), (Value("head_chunks"), Value("head_chunks_created_total"), Value("mmap_chunks_total")));
        new HeadTruncation(fixture.Head).Run(240 * Minute);
        Assert.Equal((2, 4, 2), (Value("head_chunks"), Value("head_chunks_created_total"), Value("head_chunks_removed_total")));
        new HeadTruncation(fixture.Head).Run(245 * Minute);
        Assert.Equal((1, 1, 1), (Value("head_chunks"), Value("head_series"), Value("head_series_removed_total")));
        Assert.Equal((2, 0, 2), (Value("head_truncations_total"), Value("head_truncations_failed_total"), Value("head_gc_duration_seconds")));
        fixture.Abandon(minValidMs: 240 * Minute);
        Assert.Equal(fixture.Head.OpenChunks.Counts.Current, Value("head_chunks"));
        Assert.Equal(2, Value("head_chunks"));
    }

    [Fact]
    public void StaleSeries_MarksAndWhatFollows_AreCounted()
    {
        using var fixture = Open();
        fixture.Append(Up, 1 * Minute, SpecialValues.StaleNaN);
        fixture.Append(Up, 2 * Minute, SpecialValues.StaleNaN);
        Assert.Equal(1, Value("head_stale_series"));
        fixture.Append(Up, 3 * Minute, double.NaN);
        Assert.Equal(0, Value("head_stale_series"));
        using (var appender = fixture.Head.NewAppender())
        {
            appender.Append(default, Other.View, 3 * Minute, new Pharos.Model.Histograms.Histogram { Sum = 1 });
            appender.Append(default, Other.View, 4 * Minute, SpecialValues.StaleNaN);
            appender.Commit();
        }

        Assert.Equal(1, Value("head_stale_series"));
        fixture.Abandon();
        Assert.Equal(1, Value("head_stale_series"));
        new HeadTruncation(fixture.Head).Run(600 * Minute);
        Assert.Equal(0, Value("head_stale_series"));
    }

    [Fact]
    public void Exemplars_StoredAndRefused_AreCounted()
    {
        using var fixture = Open(new HeadOptions { MaxExemplars = 2 });
        var series = fixture.Append(Up, 1 * Minute, 1);
        using var appender = fixture.Head.NewAppender();
        using var second = fixture.Head.NewAppender();
        second.AppendExemplar(series, default, 7, 500);
        for (var i = 1; i <= 3; i++)
        {
            appender.AppendExemplar(series, default, i, i * 1000);
            appender.Commit();
        }

        second.Commit();
        Assert.Equal((3, 1), (Value("exemplar_exemplars_appended_total"), Value("exemplar_out_of_order_exemplars_total")));
        Assert.Equal((2, 1), (Value("exemplar_exemplars_in_storage"), Value("exemplar_series_with_exemplars_in_storage")));
        Assert.Equal((2, 2), (Value("exemplar_last_exemplars_timestamp_seconds"), Value("exemplar_max_exemplars")));
    }

    [Fact]
    public void Open_RecordsOfUnknownSeriesAndDamage_AreCounted()
    {
        using var fixture = Open();
        fixture.Append(Up, 1 * Minute, 1);
        Assert.False(MetricValues.Of(_registry).ContainsKey("prometheus_tsdb_wal_replay_unknown_refs_total{type=\"exemplars\"}"));
        var record = new ByteBuffer();
        new ExemplarRecordWriter(record).Add(77, default, 1, 1);
        fixture.Wal.Log(record.Written);
        record.Clear();
        new MetadataRecordWriter(record).Add(77, MetricType.Gauge, default, default);
        fixture.Wal.Log(record.Written);
        record.Clear();
        TombstoneRecord.Append(record, [new TombstoneRecord(77, 1, 2), new TombstoneRecord(78, 1, 2)]);
        fixture.Wal.Log(record.Written);
        record.Clear();
        SampleRecordEncoder.Append(record, [new SampleRecord(77, 1, 1)]);
        fixture.Wal.Log(record.Written);
        fixture.Wal.Log([(byte)RecordType.Samples, 1]);
        fixture.Abandon();
        Assert.Equal(1, Value("wal_replay_unknown_refs_total{type=\"exemplars\"}"));
        Assert.Equal(1, Value("wal_replay_unknown_refs_total{type=\"metadata\"}"));
        Assert.Equal(2, Value("wal_replay_unknown_refs_total{type=\"tombstones\"}"));
        Assert.Equal(1, Value("wal_replay_unknown_refs_total{type=\"samples\"}"));
        Assert.Equal(1, Value("wal_corruptions_total"));
        Assert.Equal(0, Value("mmap_chunk_corruptions_total"));
    }

    private HeadFixture Open(HeadOptions? options = null) => new(options, () => _registry = new MetricRegistry());

    private double Value(string name) => MetricValues.Of(_registry)["prometheus_tsdb_" + name];
}
