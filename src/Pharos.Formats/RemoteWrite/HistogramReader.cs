using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;

namespace Pharos.Formats.RemoteWrite;

/// <summary>
/// A native histogram as remote write has it, in either version: spans and buckets are taken as they are, arrays sized by what is in the message.
/// </summary>
/// <param name="Integer">The one of both that is there.</param>
public readonly record struct WrittenHistogram(Histogram? Integer, FloatHistogram? Float, long TimestampMs, long StartTimestampMs);

/// <summary>Reads histograms of remote write. Throws <see cref="ProtoException"/> for what is no such message.</summary>
public static class HistogramReader
{
    private const int CountField = 1;
    private const int CountFloatField = 2;
    private const int SumField = 3;
    private const int SchemaField = 4;
    private const int ZeroThresholdField = 5;
    private const int ZeroCountField = 6;
    private const int ZeroCountFloatField = 7;
    private const int NegativeSpansField = 8;
    private const int NegativeDeltasField = 9;
    private const int NegativeCountsField = 10;
    private const int PositiveSpansField = 11;
    private const int PositiveDeltasField = 12;
    private const int PositiveCountsField = 13;
    private const int ResetHintField = 14;
    private const int TimestampField = 15;
    private const int CustomValuesField = 16;
    private const int StartTimestampField = 17;
    private const int SpanOffsetField = 1;
    private const int SpanLengthField = 2;

    public static WrittenHistogram Read(ProtoReader message)
    {
        var numbers = ReadNumbers(message);
        return numbers.IsFloat
            ? new WrittenHistogram(null, MakeFloat(message, numbers), numbers.TimestampMs, numbers.StartTimestampMs)
            : new WrittenHistogram(MakeInteger(message, numbers), null, numbers.TimestampMs, numbers.StartTimestampMs);
    }

    private static Histogram MakeInteger(ProtoReader message, in Numbers numbers) => new()
    {
        CounterResetHint = numbers.ResetHint,
        Schema = numbers.Schema,
        ZeroThreshold = numbers.ZeroThreshold,
        ZeroCount = numbers.ZeroCount,
        Count = numbers.Count,
        Sum = numbers.Sum,
        PositiveSpans = Spans(message, PositiveSpansField),
        NegativeSpans = Spans(message, NegativeSpansField),
        PositiveBuckets = Deltas(message, PositiveDeltasField),
        NegativeBuckets = Deltas(message, NegativeDeltasField),
        CustomValues = Doubles(message, CustomValuesField),
    };

    private static FloatHistogram MakeFloat(ProtoReader message, in Numbers numbers) => new()
    {
        CounterResetHint = numbers.ResetHint,
        Schema = numbers.Schema,
        ZeroThreshold = numbers.ZeroThreshold,
        ZeroCount = numbers.ZeroCountFloat,
        Count = numbers.CountFloat,
        Sum = numbers.Sum,
        PositiveSpans = Spans(message, PositiveSpansField),
        NegativeSpans = Spans(message, NegativeSpansField),
        PositiveBuckets = Doubles(message, PositiveCountsField),
        NegativeBuckets = Doubles(message, NegativeCountsField),
        CustomValues = Doubles(message, CustomValuesField),
    };

    private static Numbers ReadNumbers(ProtoReader message)
    {
        var numbers = default(Numbers);
        while (message.MoveNext())
        {
            switch (message.Field)
            {
                case CountField: (numbers.Count, numbers.IsFloat) = (message.ReadVarInt(), false); break;
                case CountFloatField: (numbers.CountFloat, numbers.IsFloat) = (message.ReadDouble(), true); break;
                case SumField: numbers.Sum = message.ReadDouble(); break;
                case SchemaField: numbers.Schema = message.ReadSigned32(); break;
                case ZeroThresholdField: numbers.ZeroThreshold = message.ReadDouble(); break;
                case ZeroCountField: numbers.ZeroCount = message.ReadVarInt(); break;
                case ZeroCountFloatField: numbers.ZeroCountFloat = message.ReadDouble(); break;
                case ResetHintField: numbers.ResetHint = HintOf(message.ReadVarInt()); break;
                case TimestampField: numbers.TimestampMs = (long)message.ReadVarInt(); break;
                case StartTimestampField: numbers.StartTimestampMs = (long)message.ReadVarInt(); break;
                default: message.Skip(); break;
            }
        }

        return numbers;
    }

    private static CounterResetHint HintOf(ulong value) => value <= (ulong)CounterResetHint.Gauge ? (CounterResetHint)value : CounterResetHint.Unknown;

    private static BucketSpan[] Spans(ProtoReader message, int field)
    {
        var count = 0;
        for (var counting = message; counting.MoveNext();)
        {
            count += counting.Field == field ? 1 : 0;
            counting.Skip();
        }

        var spans = NewArray<BucketSpan>(count);
        for (var i = 0; i < count && message.MoveNext();)
        {
            if (message.Field == field)
            {
                spans[i++] = ReadSpan(message.ReadMessage());
            }
            else
            {
                message.Skip();
            }
        }

        return spans;
    }

    private static BucketSpan ReadSpan(ProtoReader message)
    {
        var (offset, length) = (0, 0u);
        while (message.MoveNext())
        {
            switch (message.Field)
            {
                case SpanOffsetField: offset = message.ReadSigned32(); break;
                case SpanLengthField: length = (uint)message.ReadVarInt(); break;
                default: message.Skip(); break;
            }
        }

        return new BucketSpan(offset, length);
    }

    private static long[] Deltas(ProtoReader message, int field)
    {
        var deltas = NewArray<long>(CountOf(message, field, static (ref packed) => packed.TakeVarInt()));
        for (var i = 0; message.MoveNext();)
        {
            if (message.Field != field)
            {
                message.Skip();
            }
            else if (message.WireType != ProtoWireType.Bytes)
            {
                deltas[i++] = message.ReadSigned64();
            }
            else
            {
                for (var packed = message.ReadMessage(); !packed.IsAtEnd;)
                {
                    deltas[i++] = packed.TakeSigned64();
                }
            }
        }

        return deltas;
    }

    private static double[] Doubles(ProtoReader message, int field)
    {
        var values = NewArray<double>(CountOf(message, field, static (ref packed) => packed.TakeDouble()));
        for (var i = 0; message.MoveNext();)
        {
            if (message.Field != field)
            {
                message.Skip();
            }
            else if (message.WireType != ProtoWireType.Bytes)
            {
                values[i++] = message.ReadDouble();
            }
            else
            {
                for (var packed = message.ReadMessage(); !packed.IsAtEnd;)
                {
                    values[i++] = packed.TakeDouble();
                }
            }
        }

        return values;
    }

    /// <summary>How many numbers a field has, one by one or packed.</summary>
    private static int CountOf(ProtoReader message, int field, TakeOne takeOne)
    {
        var count = 0;
        while (message.MoveNext())
        {
            if (message.Field == field && message.WireType == ProtoWireType.Bytes)
            {
                for (var packed = message.ReadMessage(); !packed.IsAtEnd; count++)
                {
                    takeOne(ref packed);
                }
            }
            else
            {
                count += message.Field == field ? 1 : 0;
                message.Skip();
            }
        }

        return count;
    }

    private static T[] NewArray<T>(int length) => length == 0 ? [] : new T[length];

    private delegate void TakeOne(ref ProtoReader packed);

    /// <summary>What a message has once. Of the counts in two forms the last one counts.</summary>
    private struct Numbers
    {
        public bool IsFloat;
        public ulong Count;
        public double CountFloat;
        public double Sum;
        public int Schema;
        public double ZeroThreshold;
        public ulong ZeroCount;
        public double ZeroCountFloat;
        public CounterResetHint ResetHint;
        public long TimestampMs;
        public long StartTimestampMs;
    }
}
