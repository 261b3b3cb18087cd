using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Wal.Records;

/// <summary>Series, exemplars and metadata: records with texts.</summary>
public sealed class LabelledRecordTests
{
    private static readonly Labels Long = Labels.Of(("__name__", "x"), ("long", new string('y', 300)));

    [Fact]
    public void Append_Series_AreTheBytesOfTheFormat()
    {
        var record = new ByteBuffer();
        var writer = new SeriesRecordWriter(record);
        writer.Add(258, Labels.Of(("b", "2"), ("a", "1")).View);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 1, 2, 2, 1, (byte)'a', 1, (byte)'1', 1, (byte)'b', 1, (byte)'2'], record.ToArray());
    }

    [Fact]
    public void Read_Series_AreThoseAppendedInPlace()
    {
        var record = new ByteBuffer();
        var writer = new SeriesRecordWriter(record);
        writer.Add(1, Long.View);
        writer.Add(ulong.MaxValue, default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new SeriesRecordReader(record.Written);
        Assert.True(reader.MoveNext());
        var isSame = reader.Series == 1 && reader.Labels.Equals(Long.View) && record.Written.Overlaps(reader.Labels.Encoded);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isSame);
        Assert.True(reader.MoveNext());
        Assert.Equal(ulong.MaxValue, reader.Series);
        Assert.True(reader.Labels.IsEmpty);
        Assert.False(reader.MoveNext());
    }

    [Theory]
    [InlineData(new[] { "b", "2", "a", "1" }, "{a=\"1\", b=\"2\"}")]
    [InlineData(new[] { "a", "1", "b", "" }, "{a=\"1\"}")]
    [InlineData(new[] { "a", "", "b", "2" }, "{b=\"2\"}")]
    [InlineData(new[] { "a", "1", "a", "2" }, "{a=\"2\"}")]
    [InlineData(new[] { "b", "1", "a", "3", "b", "2", "b", "4" }, "{a=\"3\", b=\"4\"}")]
    public void Read_LabelsOfAnotherWriter_ArePutRight(string[] texts, string expected)
    {
        var record = new ByteBuffer();
        record.Append(1);
        for (var i = 0; i < 2; i++)
        {
            record.AppendUInt64((ulong)i);
            record.AppendVarInt((ulong)texts.Length / 2);
            foreach (var text in texts)
            {
                record.AppendText(Encoding.UTF8.GetBytes(text));
            }
        }

        var reader = new SeriesRecordReader(record.Written);
        for (var i = 0; i < 2; i++)
        {
            Assert.True(reader.MoveNext());
            Assert.Equal((ulong)i, reader.Series);
            Assert.Equal(expected, reader.Labels.ToString());
        }

        Assert.False(reader.MoveNext());
    }

    [Fact]
    public void Read_LengthInMoreBytesThanItNeeds_IsPutRight()
    {
        byte[] record = [1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 0x81, 0, (byte)'a', 1, (byte)'1'];
        var reader = new SeriesRecordReader(record);
        Assert.True(reader.MoveNext());
        Assert.True(reader.Labels.Equals(Labels.Of(("a", "1")).View));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 9 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 1, 97 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 200, 97 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 9, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[0])]
    public void Read_BrokenSeries_Throws(byte[] record)
    {
        var exception = Assert.Throws<CorruptionException>(() =>
        {
            var reader = new SeriesRecordReader(record);
            while (reader.MoveNext())
            {
            }
        });
        Assert.InRange(exception.Offset!.Value, 0, record.Length);
    }

    [Fact]
    public void Read_Exemplars_AreThoseAppended()
    {
        var record = new ByteBuffer();
        var writer = new ExemplarRecordWriter(record);
        writer.Add(5, Long.View, 1.5, 1_000);
        writer.Add(3, default, double.NaN, -7);
        var reader = new ExemplarRecordReader(record.Written);
        Assert.True(reader.MoveNext());
        Assert.Equal((5UL, 1_000L, 1.5), (reader.Series, reader.TimestampMs, reader.Value));
        Assert.True(reader.Labels.Equals(Long.View));
        Assert.True(reader.MoveNext());
        Assert.Equal((3UL, -7L, double.NaN), (reader.Series, reader.TimestampMs, reader.Value));
        Assert.True(reader.Labels.IsEmpty);
        Assert.False(reader.MoveNext());
    }

    [Fact]
    public void Read_EmptyRecordOfExemplars_HasNone()
    {
        var record = new ByteBuffer();
        _ = new ExemplarRecordWriter(record);
        Assert.False(new ExemplarRecordReader(record.Written).MoveNext());
    }

    [Fact]
    public void Read_Metadata_IsThatAppendedAndUnknownFieldsArePassedOver()
    {
        var record = new ByteBuffer();
        var writer = new MetadataRecordWriter(record);
        writer.Add(300, MetricType.Counter, "bytes"u8, "Help, é."u8);
        record.AppendVarInt(4);
        record.Append(200);
        record.AppendVarInt(3);
        foreach (var text in new[] { "NEW", "?", "HELP", "h", "", "" })
        {
            record.AppendText(Encoding.UTF8.GetBytes(text));
        }

        var reader = new MetadataRecordReader(record.Written);
        Assert.True(reader.MoveNext());
        Assert.Equal((300UL, MetricType.Counter), (reader.Series, reader.Type));
        Assert.Equal("bytes", Encoding.UTF8.GetString(reader.Unit));
        Assert.Equal("Help, é.", Encoding.UTF8.GetString(reader.Help));
        Assert.True(reader.MoveNext());
        Assert.Equal((4UL, MetricType.Unknown), (reader.Series, reader.Type));
        Assert.True(reader.Unit.IsEmpty);
        Assert.Equal("h", Encoding.UTF8.GetString(reader.Help));
        Assert.False(reader.MoveNext());
    }

    [Fact]
    public void Read_TombstonesAndMarkers_AreThoseAppended()
    {
        TombstoneRecord[] tombstones = [new(1, long.MinValue, long.MaxValue), new(ulong.MaxValue, -1, 1)];
        MmapMarkerRecord[] markers = [new(1, ulong.MaxValue), new(2, 3)];
        var record = new ByteBuffer();
        TombstoneRecord.Append(record, tombstones);
        var tombstone = new TombstoneRecordReader(record.Written);
        foreach (var expected in tombstones)
        {
            Assert.True(tombstone.MoveNext());
            Assert.Equal(expected, tombstone.Current);
        }

        Assert.False(tombstone.MoveNext());
        record.Clear();
        MmapMarkerRecord.Append(record, markers);
        var marker = new MmapMarkerRecordReader(record.Written);
        foreach (var expected in markers)
        {
            Assert.True(marker.MoveNext());
            Assert.Equal(expected, marker.Current);
        }

        Assert.False(marker.MoveNext());
    }
}
