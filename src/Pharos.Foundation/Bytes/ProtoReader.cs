using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pharos.Foundation.Bytes;

/// <summary>How the value behind a protobuf tag is laid out.</summary>
public enum ProtoWireType
{
    VarInt,
    Fixed64,
    Bytes,
    StartGroup,
    EndGroup,
    Fixed32,
}

/// <summary>A piece of a buffer by its bounds, which a struct can keep where it cannot keep a span.</summary>
public readonly record struct ProtoRange(int Start, int End)
{
    public bool IsEmpty => Start == End;
}

/// <summary>
/// Walks over the fields of one protobuf message without copying: <see cref="MoveNext"/>, then exactly one of the reading methods or
/// <see cref="Skip"/>. A nested message is read by a reader of its own, from <see cref="ReadMessage"/>. Broken input throws
/// <see cref="ProtoException"/>; no claimed length is ever trusted.
/// </summary>
public ref struct ProtoReader
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly int _end;
    private int _position;
    private uint _tag;

    public ProtoReader(ReadOnlySpan<byte> buffer)
        : this(buffer, new ProtoRange(0, buffer.Length))
    {
    }

    /// <summary>Reads the message in a piece of the buffer. Offsets in exceptions count from the start of the buffer.</summary>
    public ProtoReader(ReadOnlySpan<byte> buffer, ProtoRange range)
    {
        _buffer = buffer[..range.End];
        _position = range.Start;
        _end = range.End;
        _tag = 0;
    }

    /// <summary>Bytes of the buffer before the next one to be read.</summary>
    public readonly int Position => _position;

    public readonly bool IsAtEnd => _position == _end;

    /// <summary>Number of the current field.</summary>
    public readonly int Field => (int)(_tag >> 3);

    public readonly ProtoWireType WireType => (ProtoWireType)(_tag & 7);

    /// <summary>Moves to the next field; false at the end of the message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (_position == _end)
        {
            return false;
        }

        // Fast path: fields 1 to 15 have tags of one byte.
        uint first = _buffer[_position];
        if (first - 8 < 0x78)
        {
            _position++;
            _tag = first;
            return true;
        }

        _tag = ReadTag();
        return true;
    }

    public ulong ReadVarInt()
    {
        Expect(ProtoWireType.VarInt);
        return TakeVarInt();
    }

    /// <summary>A sint32: zig-zag.</summary>
    public int ReadSigned32() => (int)UnZigZag((uint)ReadVarInt());

    /// <summary>A sint64: zig-zag.</summary>
    public long ReadSigned64() => UnZigZag(ReadVarInt());

    public double ReadDouble()
    {
        Expect(ProtoWireType.Fixed64);
        return TakeDouble();
    }

    /// <summary>The value of a bytes, string or message field, within the buffer.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var range = ReadRange();
        return _buffer[range.Start..range.End];
    }

    public ProtoRange ReadRange()
    {
        Expect(ProtoWireType.Bytes);
        return TakeRange();
    }

    public ProtoReader ReadMessage() => new(_buffer, ReadRange());

    /// <summary>Passes over the value of a field that means nothing to the caller, a group with all that is in it.</summary>
    public void Skip()
    {
        if (WireType == ProtoWireType.StartGroup)
        {
            SkipGroup();
        }
        else
        {
            SkipValue();
        }
    }

    /// <summary>A varint without a tag, as it stands in a packed field or before a message in a stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong TakeVarInt()
    {
        if (VarInt.TryRead(_buffer[_position..], out var value, out var length))
        {
            _position += length;
            return value;
        }

        return ThrowBadVarInt();
    }

    public long TakeSigned64() => UnZigZag(TakeVarInt());

    /// <summary>A double without a tag.</summary>
    public double TakeDouble()
    {
        Need(sizeof(double));
        var value = BinaryPrimitives.ReadDoubleLittleEndian(_buffer[_position..]);
        _position += sizeof(double);
        return value;
    }

    /// <summary>A length and the bounds of as many bytes behind it.</summary>
    public ProtoRange TakeRange()
    {
        var at = _position;
        var length = TakeVarInt();
        if (length > (ulong)(_end - _position))
        {
            throw new ProtoException($"expected {length} bytes as the length says, but only {_end - _position} are left", at);
        }

        var start = _position;
        _position += (int)length;
        return new ProtoRange(start, _position);
    }

    private uint ReadTag()
    {
        var at = _position;
        var tag = TakeVarInt();
        var wireType = (ProtoWireType)(tag & 7);
        if (tag >> 3 is 0 or > (1 << 29) - 1)
        {
            throw new ProtoException($"expected a field number from 1 to 536870911, found {tag >> 3}", at);
        }

        if (wireType > ProtoWireType.Fixed32)
        {
            throw new ProtoException($"expected a wire type from 0 to 5, found {(int)wireType}", at);
        }

        return (uint)tag;
    }

    private void SkipValue()
    {
        switch (WireType)
        {
            case ProtoWireType.VarInt:
                TakeVarInt();
                break;
            case ProtoWireType.Fixed64:
                Need(8);
                _position += 8;
                break;
            case ProtoWireType.Bytes:
                TakeRange();
                break;
            case ProtoWireType.Fixed32:
                Need(4);
                _position += 4;
                break;
            default:
                throw new ProtoException($"expected a value, found wire type {(int)WireType}", _position);
        }
    }

    /// <summary>Groups in groups are counted rather than called, so that no input can exhaust the stack.</summary>
    private void SkipGroup()
    {
        var start = _position;
        for (var depth = 1; depth > 0;)
        {
            if (_position == _end)
            {
                throw new ProtoException("a group without its end", start);
            }

            _tag = ReadTag();
            switch (WireType)
            {
                case ProtoWireType.StartGroup: depth++; break;
                case ProtoWireType.EndGroup: depth--; break;
                default: SkipValue(); break;
            }
        }
    }

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Expect(ProtoWireType expected)
    {
        if (WireType != expected)
        {
            ThrowWrongWireType(expected);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Need(int count)
    {
        if (_end - _position < count)
        {
            throw new ProtoException($"expected {count} bytes, but only {_end - _position} are left", _position);
        }
    }

    [DoesNotReturn]
    private readonly void ThrowWrongWireType(ProtoWireType expected) =>
        throw new ProtoException($"expected wire type {(int)expected} for field {Field}, found {(int)WireType}", _position);

    [DoesNotReturn]
    private readonly ulong ThrowBadVarInt() =>
        throw new ProtoException("expected a varint of at most 64 bits within the message", _position);
}
