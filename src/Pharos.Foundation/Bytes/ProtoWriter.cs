using System.Buffers.Binary;

namespace Pharos.Foundation.Bytes;

/// <summary>
/// Appends protobuf fields to a buffer. A nested message is written in place between <see cref="BeginMessage"/> and
/// <see cref="EndMessage"/>, which puts the length before it; nothing has to be measured first.
/// </summary>
public readonly struct ProtoWriter
{
    private readonly ByteBuffer _buffer;

    public ProtoWriter(ByteBuffer buffer)
    {
        _buffer = buffer;
    }

    public void VarInt(int field, ulong value)
    {
        Tag(field, ProtoWireType.VarInt);
        _buffer.AppendVarInt(value);
    }

    /// <summary>A sint32 or sint64: zig-zag.</summary>
    public void Signed(int field, long value) => VarInt(field, (ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Double(int field, double value)
    {
        Tag(field, ProtoWireType.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(sizeof(double)), value);
        _buffer.Advance(sizeof(double));
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, ProtoWireType.Bytes);
        _buffer.AppendVarInt((ulong)value.Length);
        _buffer.Append(value);
    }

    /// <summary>Begins a message field and returns the mark to end it with.</summary>
    public int BeginMessage(int field)
    {
        Tag(field, ProtoWireType.Bytes);
        return BeginLength();
    }

    /// <summary>Begins a message without a tag, as it stands in a stream of messages.</summary>
    public int BeginLength()
    {
        // Room for the length of a short message, which most are.
        _buffer.Append((byte)0);
        return _buffer.Length;
    }

    public void EndMessage(int mark)
    {
        var length = _buffer.Length - mark;
        var prefix = Foundation.Bytes.VarInt.Size((ulong)length);
        if (prefix > 1)
        {
            // Longer than 127 bytes: its content moves up to make room for the rest of the length.
            _buffer.GetSpan(prefix - 1);
            _buffer.Advance(prefix - 1);
            var moved = _buffer.Slice(mark, length + prefix - 1);
            moved[..length].CopyTo(moved[(prefix - 1)..]);
        }

        Foundation.Bytes.VarInt.Write(_buffer.Slice(mark - 1, prefix), (ulong)length);
    }

    private void Tag(int field, ProtoWireType wireType) => _buffer.AppendVarInt((ulong)(((uint)field << 3) | (uint)wireType));
}
