using FsCheck.Fluent;
using Pharos.Foundation.Bytes;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Wal.Records;

public sealed class SampleRecordTests
{
    [Fact]
    public void Append_TwoSamples_AreTheBytesOfTheFormat()
    {
        var record = new ByteBuffer();
        SampleRecordEncoder.Append(record, [7, 71], [1_000, 999], [1, -2]);
        Assert.Equal(
            [2, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 3, 0xE8, 0, 0, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0x80, 1, 1, 0xC0, 0, 0, 0, 0, 0, 0, 0],
            record.ToArray());
    }

    [Fact]
    public void AppendV2_StartsOfEachKind_AreTheBytesOfTheFormat()
    {
        var record = new ByteBuffer();
        SampleRecordEncoder.AppendV2(record, [5, 6, 4, 4], [10, 10, 11, 9], [0, 0, 0, 0], [8, 8, 0, 3]);
        Assert.Equal(
            [11, 10, 20, 16, 0, 0, 0, 0, 0, 0, 0, 0,
             2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
             3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0,
             0, 1, 2, 9, 0, 0, 0, 0, 0, 0, 0, 0],
            record.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_AnySamples_AreThoseAppendedInBothForms(bool isV2) => Property.Holds(Samples(), samples =>
    {
        var fromRows = new ByteBuffer();
        var fromColumns = new ByteBuffer();
        ulong[] series = [.. samples.Select(static sample => sample.Series)];
        long[] times = [.. samples.Select(static sample => sample.TimestampMs)];
        double[] values = [.. samples.Select(static sample => sample.Value)];
        long[] starts = [.. samples.Select(static sample => sample.StartTimestampMs)];
        if (isV2)
        {
            SampleRecordEncoder.AppendV2(fromRows, samples);
            SampleRecordEncoder.AppendV2(fromColumns, series, times, values, starts);
        }
        else
        {
            SampleRecordEncoder.Append(fromRows, samples);
            SampleRecordEncoder.Append(fromColumns, series, times, values);
            samples = [.. samples.Select(static sample => sample with { StartTimestampMs = 0 })];
        }

        return fromRows.Written.SequenceEqual(fromColumns.Written)
            && OneByOne(fromRows.Written).SequenceEqual(samples)
            && InColumns(fromRows.Written, 1).SequenceEqual(samples)
            && InColumns(fromRows.Written, 7).SequenceEqual(samples);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_CutAnywhere_GivesWholeSamplesAndThrows(bool isV2)
    {
        SampleRecord[] samples = [new(1, 1_000, 1, 5), new(200, 1_000, 2, 5), new(90_000, 500_000_000, 3, 0), new(ulong.MaxValue, 0, 4, 9), new(2, 1, 5)];
        var record = new ByteBuffer();
        List<int> ends = [1];
        for (var count = 1; count <= samples.Length; count++)
        {
            record.Clear();
            Append(record, samples.AsSpan(0, count), isV2);
            ends.Add(record.Length);
        }

        var bytes = record.ToArray();
        for (var length = 1; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            var whole = ends.FindLastIndex(end => end <= length);
            var expected = OneByOne(bytes).Take(whole);
            var read = new List<SampleRecord>();

            // The first version says beforehand what the samples are counted from, so it can end behind that without any.
            const int Header = 17;
            if (ends.Contains(length) || (!isV2 && length == Header))
            {
                Assert.Equal(expected, OneByOne(cut));
                continue;
            }

            Assert.Throws<CorruptionException>(() =>
            {
                var reader = new SampleRecordReader(cut);
                while (reader.MoveNext())
                {
                    read.Add(reader.Current);
                }
            });
            Assert.Equal(expected, read);
            Assert.Throws<CorruptionException>(() => InColumns(cut, 100));
        }
    }

    [Fact]
    public void Read_AnotherType_Throws() => Assert.Throws<CorruptionException>(static () => new SampleRecordReader([1]).MoveNext());

    [Fact]
    public void Read_ManySamples_AllocatesNothing()
    {
        var record = new ByteBuffer();
        SampleRecordEncoder.Append(record, [.. Enumerable.Range(0, 1_000).Select(static i => new SampleRecord((ulong)i, 5, i))]);
        var series = new ulong[64];
        var times = new long[64];
        var values = new double[64];
        var count = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new SampleRecordReader(record.Written);
        int read;
        while ((read = reader.Read(series, times, values)) > 0)
        {
            count += read;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, count);
    }

    private static FsCheck.Gen<SampleRecord[]> Samples() =>
        (from series in Property.AnyInt64()
         from time in Property.AnyInt64()
         from bits in Property.AnyInt64()
         from start in Gen.OneOf(Gen.Constant(0L), Gen.Constant(77L), Property.AnyInt64())
         select new SampleRecord((ulong)series, time, BitConverter.Int64BitsToDouble(bits), start)).ArrayOf();

    private static void Append(ByteBuffer record, ReadOnlySpan<SampleRecord> samples, bool isV2)
    {
        if (isV2)
        {
            SampleRecordEncoder.AppendV2(record, samples);
        }
        else
        {
            SampleRecordEncoder.Append(record, samples);
        }
    }

    private static List<SampleRecord> OneByOne(ReadOnlySpan<byte> record)
    {
        var samples = new List<SampleRecord>();
        var reader = new SampleRecordReader(record);
        while (reader.MoveNext())
        {
            samples.Add(reader.Current);
        }

        return samples;
    }

    private static List<SampleRecord> InColumns(ReadOnlySpan<byte> record, int length)
    {
        var samples = new List<SampleRecord>();
        var series = new ulong[length];
        var times = new long[length];
        var values = new double[length];
        var starts = new long[length];
        starts.AsSpan().Fill(-1);
        var reader = new SampleRecordReader(record);
        int read;
        while ((read = reader.Read(series, times, values, starts)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                samples.Add(new SampleRecord(series[i], times[i], values[i], starts[i]));
            }
        }

        return samples;
    }
}
