using System.Runtime.CompilerServices;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>Floats that wait for their commit, in columns. Keeps its room when it is cleared.</summary>
internal sealed class FloatColumns
{
    private uint[] _slots = new uint[64];
    private long[] _times = new long[64];
    private double[] _values = new double[64];

    public int Count { get; private set; }

    public int Capacity => _slots.Length;

    public Span<uint> Slots => _slots.AsSpan(0, Count);

    public ReadOnlySpan<long> TimesMs => _times.AsSpan(0, Count);

    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint slot, long timestampMs, double value)
    {
        var index = Count;
        if (index == _slots.Length)
        {
            Grow();
        }

        _slots[index] = slot;
        _times[index] = timestampMs;
        _values[index] = value;
        Count = index + 1;
    }

    /// <summary>Adds columns of the same length.</summary>
    public void Add(ReadOnlySpan<uint> slots, ReadOnlySpan<long> timesMs, ReadOnlySpan<double> values)
    {
        var count = Count + slots.Length;
        while (count > _slots.Length)
        {
            Grow();
        }

        slots.CopyTo(_slots.AsSpan(Count));
        timesMs.CopyTo(_times.AsSpan(Count));
        values.CopyTo(_values.AsSpan(Count));
        Count = count;
    }

    public void Clear() => Count = 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        var capacity = _slots.Length * 2;
        Array.Resize(ref _slots, capacity);
        Array.Resize(ref _times, capacity);
        Array.Resize(ref _values, capacity);
    }
}
