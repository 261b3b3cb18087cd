using System.Runtime.CompilerServices;
using Pharos.Model;

namespace Pharos.Storage.Chunks;

public partial struct Xor2Decoder
{
    /// <summary>How the value stands behind a change of the time step, and the length of its prefix added to what was used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ValueForm ReadForm(ulong word, ref int used)
    {
        if ((long)word >= 0)
        {
            used++;
            return ValueForm.Same;
        }

        if ((word & (1ul << 62)) == 0)
        {
            used += 2;
            return ValueForm.Window;
        }

        used += 3;
        return (word & (1ul << 61)) == 0 ? ValueForm.NewWindow : ValueForm.Stale;
    }

    /// <summary>A change of 20 or 64 bits and the value's form behind it; or a stale marker without a change.</summary>
    private static ValueForm ReadWideChange(ref byte start, ref uint position, ref ulong word, ref long delta, out int used)
    {
        if ((word & (1ul << 60)) == 0)
        {
            delta += (long)(word << 4) >> 44;
            used = 24;
            return ReadForm(word << 24, ref used);
        }

        used = 0;
        if ((word & (1ul << 59)) == 0)
        {
            delta += (long)BitWords.Get(ref start, position + 5, 64);
            position += 5 + 64;
            word = BitWords.Peek(ref start, position);
            return ReadForm(word, ref used);
        }

        used = 5;
        return ValueForm.Stale;
    }

    /// <inheritdoc cref="XorDecoder.Run"/>
    private int Run(ref byte start, int offset, uint limit, Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs)
    {
        var time = _time;
        var delta = _delta;
        var value = _value;
        var significant = (int)_significant;
        var trailing = (int)_trailing;
        var position = _position - (uint)offset * 8;
        var isStale = _isStale;
        var startsIn = _startsOn == 0 ? int.MaxValue : _startsOn - _read;
        var done = 0;
        for (; done < timestampsMs.Length && done < values.Length && position < limit; done++)
        {
            var previous = time;
            var word = BitWords.Peek(ref start, position);
            if ((long)word >= 0)
            {
                position++;
                time += delta;
                isStale = false;
            }
            else
            {
                int used;
                ValueForm form;
                if ((word & (1ul << 62)) == 0)
                {
                    used = 3;
                    form = (word & (1ul << 61)) == 0 ? ValueForm.Window : ValueForm.NewWindow;
                }
                else if ((word & (1ul << 61)) == 0)
                {
                    delta += (long)(word << 3) >> 51;
                    used = 16;
                    form = ReadForm(word << 16, ref used);
                }
                else
                {
                    form = ReadWideChange(ref start, ref position, ref word, ref delta, out used);
                }

                time += delta;
                isStale = form == ValueForm.Stale;
                if (form <= ValueForm.Stale)
                {
                    position += (uint)used;
                }
                else
                {
                    if (form == ValueForm.NewWindow)
                    {
                        var description = (uint)(word << used >> 53);
                        significant = XorWindow.Significant(description);
                        trailing = 64 - (int)(description >> 6) - significant;
                        if (trailing < 0)
                        {
                            ChunkFaults.ThrowWindow(offset + (position >> 3));
                        }

                        _hasWindow = true;
                        used += 11;
                    }

                    var payload = used + significant <= 57
                        ? word << used >> (64 - significant)
                        : BitWords.Get(ref start, position + (uint)used, significant);
                    value ^= payload << trailing;
                    position += (uint)(used + significant);
                }
            }

            timestampsMs[done] = time;
            values[done] = BitConverter.UInt64BitsToDouble(isStale ? SpecialValues.StaleNaNBits : value);
            if (done >= startsIn)
            {
                var age = VarBits.Get(ref start, ref position);
                _startAge = done == startsIn ? age : _startAge + age;
                _startTime = previous - _startAge;
            }

            if (done < startTimestampsMs.Length)
            {
                startTimestampsMs[done] = _startTime;
            }
        }

        _time = time;
        _delta = delta;
        _value = value;
        _significant = (byte)significant;
        _trailing = (byte)trailing;
        _isStale = isStale;
        _position = position + (uint)offset * 8;
        _read += (ushort)done;
        return done;
    }

    private enum ValueForm
    {
        Same,
        Stale,
        Window,
        NewWindow,
    }
}
