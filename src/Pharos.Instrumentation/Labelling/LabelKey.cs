using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Instrumentation.Labelling;

/// <summary>
/// Label values put behind each other, each after its length, as the key of a metric within its family. Starts in the caller's
/// memory and moves to a rented array where that is too small. Dispose it.
/// </summary>
internal ref struct LabelKey
{
    /// <summary>What callers provide on their stack: enough for nearly every set of values.</summary>
    public const int StackBytes = 192;

    /// <summary>Values that take more than this are not kept: they are no names of anything, and may come from a stranger.</summary>
    public const int MaxBytes = 8192;

    private Span<byte> _bytes;
    private byte[]? _rented;
    private int _length;

    public LabelKey(Span<byte> start)
    {
        _bytes = start;
    }

    public int Count { get; private set; }

    public bool IsTooLong { get; private set; }

    public readonly ReadOnlySpan<byte> Bytes => _bytes[.._length];

    public void Add(scoped ReadOnlySpan<byte> value)
    {
        Count++;
        if (Reserve(value.Length))
        {
            _length += VarInt.Write(_bytes[_length..], (ulong)value.Length);
            value.CopyTo(_bytes[_length..]);
            _length += value.Length;
        }
    }

    public void Add(string value)
    {
        // Fast path: in ASCII the length in bytes is known before it is written.
        if (System.Text.Ascii.IsValid(value))
        {
            Count++;
            if (Reserve(value.Length))
            {
                _length += VarInt.Write(_bytes[_length..], (ulong)value.Length);
                _length += Encoding.UTF8.GetBytes(value, _bytes[_length..]);
            }

            return;
        }

        AddBeyondAscii(value);
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private void AddBeyondAscii(string value)
    {
        if (value.Length > MaxBytes)
        {
            Count++;
            IsTooLong = true;
            return;
        }

        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        Add(utf8.AsSpan(0, Encoding.UTF8.GetBytes(value, utf8)));
        ArrayPool<byte>.Shared.Return(utf8);
    }

    private bool Reserve(int valueLength)
    {
        if (IsTooLong || valueLength > MaxBytes - _length - VarInt.MaxBytes)
        {
            IsTooLong = true;
            return false;
        }

        if (valueLength + VarInt.MaxBytes > _bytes.Length - _length)
        {
            MoveToRented();
        }

        return true;
    }

    [MemberNotNull(nameof(_rented))]
    private void MoveToRented()
    {
        // The limit is what is rented, so this happens once.
        _rented = ArrayPool<byte>.Shared.Rent(MaxBytes);
        _bytes[.._length].CopyTo(_rented);
        _bytes = _rented;
    }
}
