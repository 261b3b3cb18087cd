using Pharos.Formats.RemoteWrite;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Remote.Watching;

/// <summary>What a record of samples holds of each.</summary>
internal enum LoggedKind : byte
{
    Sample,

    /// <summary>Its payload is its labels, in the encoding of <see cref="LabelsView"/>.</summary>
    Exemplar,

    /// <summary>Its payload is its message on the wire, which has the time in it.</summary>
    Histogram,
}

/// <summary>
/// The samples of one record of the log in columns, each of which has at least <see cref="Count"/> elements. Read into again for one record after the
/// other. Not safe for concurrent use.
/// </summary>
internal sealed class LoggedSamples
{
    /// <summary>No sample takes less: a byte for its series, one for its time, and its value.</summary>
    private const int MinSampleBytes = 10;

    private readonly LabelsBuilder _copies = new();
    private readonly ByteBuffer _payload = new();
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();
    private int[] _payloadEnds = [];

    public LoggedKind Kind { get; private set; }

    public int Count { get; private set; }

    /// <summary>The references of the series.</summary>
    public ulong[] Series { get; private set; } = [];

    public long[] TimesMs { get; private set; } = [];

    /// <summary>Not of histograms.</summary>
    public double[] Values { get; private set; } = [];

    /// <summary>When counters began, 0 if unknown; of samples.</summary>
    public long[] StartsMs { get; private set; } = [];

    /// <summary>Whether a histogram has custom buckets.</summary>
    public bool[] AreCustom { get; private set; } = [];

    /// <summary>Nothing for samples. Valid until the next record.</summary>
    public ReadOnlySpan<byte> Payload(int index)
    {
        var start = index == 0 ? 0 : _payloadEnds[index - 1];
        return _payload.Written[start.._payloadEnds[index]];
    }

    public void ReadSamples(ReadOnlySpan<byte> record)
    {
        Begin(LoggedKind.Sample, record.Length / MinSampleBytes + 1);
        var reader = new SampleRecordReader(record);
        while (true)
        {
            if (Count == Series.Length)
            {
                Reserve(Count + 1);
            }

            var read = reader.Read(Series.AsSpan(Count), TimesMs.AsSpan(Count), Values.AsSpan(Count), StartsMs.AsSpan(Count));
            if (read == 0)
            {
                return;
            }

            Count += read;
        }
    }

    public void ReadExemplars(ReadOnlySpan<byte> record)
    {
        Begin(LoggedKind.Exemplar, 16);
        var reader = new ExemplarRecordReader(record, _copies);
        while (reader.MoveNext())
        {
            _payload.Append(reader.Labels.Encoded);
            Add(reader.Series, reader.TimestampMs, reader.Value, isCustom: false);
        }
    }

    public void ReadHistograms(ReadOnlySpan<byte> record)
    {
        Begin(LoggedKind.Histogram, 16);
        var reader = new HistogramRecordReader(record);
        while (reader.MoveNext(_histogram))
        {
            HistogramMessageWriter.Append(_payload, _histogram, reader.TimestampMs, reader.StartTimestampMs);
            Add(reader.Series, reader.TimestampMs, 0, _histogram.UsesCustomBuckets);
        }
    }

    public void ReadFloatHistograms(ReadOnlySpan<byte> record)
    {
        Begin(LoggedKind.Histogram, 16);
        var reader = new FloatHistogramRecordReader(record);
        while (reader.MoveNext(_floatHistogram))
        {
            HistogramMessageWriter.Append(_payload, _floatHistogram, reader.TimestampMs, reader.StartTimestampMs);
            Add(reader.Series, reader.TimestampMs, 0, _floatHistogram.UsesCustomBuckets);
        }
    }

    private void Begin(LoggedKind kind, int capacity)
    {
        Kind = kind;
        Count = 0;
        _payload.Clear();
        Reserve(capacity);
    }

    private void Add(ulong series, long timeMs, double value, bool isCustom)
    {
        Reserve(Count + 1);
        Series[Count] = series;
        TimesMs[Count] = timeMs;
        Values[Count] = value;
        AreCustom[Count] = isCustom;
        _payloadEnds[Count] = _payload.Length;
        Count++;
    }

    private void Reserve(int count)
    {
        if (count > Series.Length)
        {
            var length = Math.Max(count, Series.Length * 2);
            Series = Grown(Series, length);
            TimesMs = Grown(TimesMs, length);
            Values = Grown(Values, length);
            StartsMs = Grown(StartsMs, length);
        }

        if (Kind != LoggedKind.Sample && count > _payloadEnds.Length)
        {
            AreCustom = Grown(AreCustom, Series.Length);
            _payloadEnds = Grown(_payloadEnds, Series.Length);
        }
    }

    private static T[] Grown<T>(T[] array, int length)
    {
        Array.Resize(ref array, length);
        return array;
    }
}
