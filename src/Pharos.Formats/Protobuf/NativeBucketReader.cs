using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Protobuf;

/// <summary>The fields that hold one side of a native histogram.</summary>
internal readonly record struct NativeBucketFields(string Side, int Span, int Count, bool IsFloat)
{
    public static NativeBucketFields PositiveDeltas => new("positive", HistogramFields.PositiveSpan, HistogramFields.PositiveDelta, false);

    public static NativeBucketFields NegativeDeltas => new("negative", HistogramFields.NegativeSpan, HistogramFields.NegativeDelta, false);

    public static NativeBucketFields PositiveCounts => new("positive", HistogramFields.PositiveSpan, HistogramFields.PositiveCount, true);

    public static NativeBucketFields NegativeCounts => new("negative", HistogramFields.NegativeSpan, HistogramFields.NegativeCount, true);
}

/// <summary>
/// Walks over the buckets of one side of a native histogram, spans and counts together, each in a pass of its own through the message:
/// their fields may come in any order, and counts one by one or packed.
/// </summary>
internal ref struct NativeBucketReader
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly ProtoRange _range;
    private readonly NativeBucketFields _fields;
    private ProtoReader _spans;
    private ProtoReader _counts;
    private ProtoReader _packed;
    private uint _leftInSpan;
    private int _next;

    public NativeBucketReader(ReadOnlySpan<byte> buffer, ProtoRange range, NativeBucketFields fields)
    {
        _buffer = buffer;
        _range = range;
        _fields = fields;
        _spans = new ProtoReader(buffer, range);
        _counts = _spans;
        _packed = new ProtoReader(default);
        _leftInSpan = 0;
        _next = 0;
        Index = 0;
        Count = 0;
        FloatCount = 0;
    }

    public int Index { get; private set; }

    /// <summary>The bucket's own count, summed up from the differences.</summary>
    public long Count { get; private set; }

    public double FloatCount { get; private set; }

    /// <summary>
    /// How many spans and buckets are left when the empty ones are left out. Throws where spans and buckets do not agree, which is
    /// checked first, so that a span of four billion buckets costs nothing.
    /// </summary>
    public readonly void Measure(out int spans, out int buckets)
    {
        CheckConsistency();
        var reader = this;
        var layout = new SpanLayout(default);
        buckets = 0;
        while (reader.MoveNext())
        {
            if (_fields.IsFloat ? reader.FloatCount != 0 : reader.Count != 0)
            {
                layout.Add(reader.Index);
                buckets++;
            }
        }

        spans = layout.Count;
    }

    public bool MoveNext()
    {
        if (!MoveToCount())
        {
            return false;
        }

        while (_leftInSpan == 0)
        {
            MoveToSpan();
        }

        _leftInSpan--;
        Index = _next++;
        return true;
    }

    private readonly void CheckConsistency()
    {
        var reader = this;
        ulong described = 0;
        while (reader.TryReadSpan(out _, out var length))
        {
            described += length;
        }

        ulong present = 0;
        while (reader.MoveToCount())
        {
            present++;
        }

        if (described != present)
        {
            throw new ProtoException(
                $"{_fields.Side} side: spans require {described} buckets, have {present}", _range.Start);
        }
    }

    private void MoveToSpan()
    {
        TryReadSpan(out var offset, out var length);
        _leftInSpan = length;

        // Indexes wrap around like the 32-bit offsets they come from; whether they make sense is for the histogram's own validation.
        _next = unchecked(_next + offset);
    }

    private bool TryReadSpan(out int offset, out uint length)
    {
        offset = 0;
        length = 0;
        while (_spans.MoveNext())
        {
            if (_spans.Field != _fields.Span)
            {
                _spans.Skip();
                continue;
            }

            BucketSpanMessage.Read(_spans.ReadMessage(), out offset, out length);
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MoveToCount()
    {
        if (_packed.IsAtEnd)
        {
            return MoveToCountField();
        }

        TakeCount(ref _packed);
        return true;
    }

    private bool MoveToCountField()
    {
        while (_counts.MoveNext())
        {
            if (_counts.Field != _fields.Count)
            {
                _counts.Skip();
            }
            else if (_counts.WireType != ProtoWireType.Bytes)
            {
                if (_fields.IsFloat)
                {
                    FloatCount = _counts.ReadDouble();
                }
                else
                {
                    Count = unchecked(Count + _counts.ReadSigned64());
                }

                return true;
            }
            else
            {
                _packed = _counts.ReadMessage();
                if (!_packed.IsAtEnd)
                {
                    TakeCount(ref _packed);
                    return true;
                }
            }
        }

        return false;
    }

    private void TakeCount(ref ProtoReader packed)
    {
        if (_fields.IsFloat)
        {
            FloatCount = packed.TakeDouble();
        }
        else
        {
            Count = unchecked(Count + packed.TakeSigned64());
        }
    }
}
