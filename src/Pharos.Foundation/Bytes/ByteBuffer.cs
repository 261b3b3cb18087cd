using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pharos.Foundation.Bytes;

/// <summary>
/// A growing array of bytes that keeps its room when it is cleared, for builders and writers that are used again and again.
/// Spans taken from it are valid until the next write. Not safe for concurrent use.
/// </summary>
public sealed class ByteBuffer : IBufferWriter<byte>
{
    private byte[] _bytes;
    private int _length;

    public ByteBuffer(int capacity = 256)
    {
        _bytes = capacity == 0 ? [] : new byte[capacity];
    }

    public int Length => _length;

    public ReadOnlySpan<byte> Written => new(_bytes, 0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => new(_bytes, 0, _length);

    public void Clear() => _length = 0;

    /// <summary>Cuts what is written back to its first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)_length);
        _length = length;
    }

    /// <summary>A piece of what is written, to be written over; valid until the next write.</summary>
    public Span<byte> Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)(uint)start + (uint)length, (ulong)_length);
        return _bytes.AsSpan(start, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(scoped ReadOnlySpan<byte> value)
    {
        if (value.Length > _bytes.Length - _length)
        {
            Grow(value.Length);
        }

        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    public void Append(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        _length += Encoding.UTF8.GetBytes(text, GetSpan(most));
    }

    public void AppendVarInt(ulong value) => _length += VarInt.Write(GetSpan(VarInt.MaxBytes), value);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _length));
        _length += count;
    }

    [SuppressMessage("Naming", "CA1725", Justification = "The interface's name says less.")]
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public byte[] ToArray() => Written.ToArray();

    public override string ToString() => Encoding.UTF8.GetString(Written);

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (needed > _bytes.Length - _length)
        {
            Grow(needed);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int needed)
    {
        var least = checked(_length + needed);
        var doubled = (int)Math.Min(Math.Max((uint)_bytes.Length * 2, 64u), (uint)Array.MaxLength);
        Array.Resize(ref _bytes, Math.Max(least, doubled));
    }
}
