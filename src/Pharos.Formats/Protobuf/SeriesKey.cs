using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model;

namespace Pharos.Formats.Protobuf;

/// <summary>
/// Builds the bytes that identify a series. They are cheap rather than pretty: labels as they stand in the message and bounds as eight
/// bytes, since formatting a float for every bucket at every scrape would cost more than all the rest.
/// </summary>
/// <remarks>
/// Layout: each label as in the message, with its tag and length; a zero byte, which no tag is; type and unit, if they become labels;
/// the metric name with its suffix; for quantiles and buckets 0xFF, which no name contains, and the bound. Two series of different
/// labels never have one key. One series has two where an exporter changes the order of its labels, as in the text formats.
/// </remarks>
internal sealed class SeriesKey
{
    private readonly ByteBuffer _key = new();
    private readonly ByteBuffer _bound = new(GoFloat.MaxLength);
    private int _nameStart;
    private int _nameEnd;
    private int _suffixEnd;

    public ReadOnlySpan<byte> Written => _key.Written;

    /// <summary>The metric name with its suffix.</summary>
    public ReadOnlySpan<byte> Name => _key.Written[_nameStart.._suffixEnd];

    public void Begin() => _key.Clear();

    public void AddLabel(ReadOnlySpan<byte> message)
    {
        _key.Append((byte)((MetricFields.Label << 3) | (int)ProtoWireType.Bytes));
        _key.AppendVarInt((ulong)message.Length);
        _key.Append(message);
    }

    public void AddTypeAndUnit(MetricType type, ReadOnlySpan<byte> unit)
    {
        _key.Append((byte)0);
        _key.Append((byte)type);
        _key.AppendVarInt((ulong)unit.Length);
        _key.Append(unit);
    }

    public void SetName(ReadOnlySpan<byte> name)
    {
        _key.Append((byte)0);
        _nameStart = _key.Length;
        _key.Append(name);
        _nameEnd = _key.Length;
    }

    public void SetSuffix(ReadOnlySpan<byte> suffix)
    {
        _key.Truncate(_nameEnd);
        _key.Append(suffix);
        _suffixEnd = _key.Length;
    }

    public void SetBound(ReadOnlySpan<byte> suffix, double bound)
    {
        SetSuffix(suffix);
        _key.Append((byte)0xFF);
        BinaryPrimitives.WriteDoubleLittleEndian(_key.GetSpan(sizeof(double)), bound);
        _key.Advance(sizeof(double));
    }

    /// <summary>The bound as a label's value; valid until the next call.</summary>
    public ReadOnlySpan<byte> FormatBound(double bound)
    {
        _bound.Clear();
        GoFloat.AppendOpenMetrics(_bound, bound);
        return _bound.Written;
    }
}
