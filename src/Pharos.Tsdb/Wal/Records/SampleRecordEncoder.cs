using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Appends records of float samples.</summary>
public static class SampleRecordEncoder
{
    /// <summary>A sample takes two numbers of variable length and its value.</summary>
    private const int MaxSampleBytes = 2 * VarInt.MaxBytes + sizeof(double);

    /// <summary>For so many samples room is asked for at once.</summary>
    private const int StepLength = 256;

    /// <summary>Appends one record in the first version, without start timestamps. The columns have the same length.</summary>
    public static void Append(
        ByteBuffer destination, ReadOnlySpan<ulong> series, ReadOnlySpan<long> timestampsMs, ReadOnlySpan<double> values)
    {
        RequireSameLength(series.Length, timestampsMs.Length, values.Length);
        destination.Append((byte)RecordType.Samples);
        if (series.IsEmpty)
        {
            return;
        }

        var firstSeries = series[0];
        var firstTimeMs = timestampsMs[0];
        destination.AppendUInt64(firstSeries);
        destination.AppendUInt64((ulong)firstTimeMs);
        for (var start = 0; start < series.Length; start += StepLength)
        {
            var count = Math.Min(StepLength, series.Length - start);
            var room = destination.GetSpan(count * MaxSampleBytes);
            var at = 0;
            for (var i = start; i < start + count; i++)
            {
                at += Write(room[at..], series[i] - firstSeries, timestampsMs[i] - firstTimeMs, values[i]);
            }

            destination.Advance(at);
        }
    }

    /// <inheritdoc cref="Append(ByteBuffer, ReadOnlySpan{ulong}, ReadOnlySpan{long}, ReadOnlySpan{double})"/>
    public static void Append(ByteBuffer destination, ReadOnlySpan<SampleRecord> samples)
    {
        destination.Append((byte)RecordType.Samples);
        if (samples.IsEmpty)
        {
            return;
        }

        var first = samples[0];
        destination.AppendUInt64(first.Series);
        destination.AppendUInt64((ulong)first.TimestampMs);
        foreach (ref readonly var sample in samples)
        {
            var room = destination.GetSpan(MaxSampleBytes);
            destination.Advance(Write(room, sample.Series - first.Series, sample.TimestampMs - first.TimestampMs, sample.Value));
        }
    }

    /// <summary>Appends one record in the second version, with start timestamps. The columns have the same length.</summary>
    public static void AppendV2(
        ByteBuffer destination,
        ReadOnlySpan<ulong> series,
        ReadOnlySpan<long> timestampsMs,
        ReadOnlySpan<double> values,
        ReadOnlySpan<long> startTimestampsMs)
    {
        RequireSameLength(series.Length, timestampsMs.Length, values.Length);
        RequireSameLength(series.Length, startTimestampsMs.Length, values.Length);
        var writer = new V2Writer(destination);
        for (var i = 0; i < series.Length; i++)
        {
            writer.Add(new SampleRecord(series[i], timestampsMs[i], values[i], startTimestampsMs[i]));
        }
    }

    /// <inheritdoc cref="AppendV2(ByteBuffer, ReadOnlySpan{ulong}, ReadOnlySpan{long}, ReadOnlySpan{double}, ReadOnlySpan{long})"/>
    public static void AppendV2(ByteBuffer destination, ReadOnlySpan<SampleRecord> samples)
    {
        var writer = new V2Writer(destination);
        foreach (ref readonly var sample in samples)
        {
            writer.Add(sample);
        }
    }

    private static void RequireSameLength(int first, int second, int third)
    {
        if (first != second || first != third)
        {
            throw new ArgumentException($"columns of {first}, {second} and {third} samples");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(Span<byte> room, ulong seriesDelta, long timeDeltaMs, double value)
    {
        var at = WriteSigned(room, (long)seriesDelta);
        at += WriteSigned(room[at..], timeDeltaMs);
        BinaryPrimitives.WriteDoubleBigEndian(room[at..], value);
        return at + sizeof(double);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteSigned(Span<byte> room, long value)
    {
        // Fast path: one byte holds what is less than 64 away from zero.
        if ((ulong)(value + 64) < 128)
        {
            room[0] = (byte)((value << 1) ^ (value >> 63));
            return 1;
        }

        return VarInt.WriteSigned(room, value);
    }

    private ref struct V2Writer
    {
        private readonly ByteBuffer _destination;
        private SampleRecord _first;
        private SampleRecord _previous;
        private bool _hasFirst;

        public V2Writer(ByteBuffer destination)
        {
            _destination = destination;
            destination.Append((byte)RecordType.SamplesV2);
        }

        public void Add(in SampleRecord sample)
        {
            if (!_hasFirst)
            {
                _hasFirst = true;
                _first = sample;
                _destination.AppendSignedVarInt((long)sample.Series);
                _destination.AppendSignedVarInt(sample.TimestampMs);
                _destination.AppendSignedVarInt(sample.StartTimestampMs);
            }
            else
            {
                _destination.AppendSignedVarInt((long)(sample.Series - _previous.Series));
                _destination.AppendSignedVarInt(sample.TimestampMs - _first.TimestampMs);
                StartTimes.Append(_destination, sample.StartTimestampMs, _previous.StartTimestampMs, _first.StartTimestampMs);
            }

            _destination.AppendDouble(sample.Value);
            _previous = sample;
        }
    }
}
