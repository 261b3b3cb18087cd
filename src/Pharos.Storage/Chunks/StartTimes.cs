using Pharos.Foundation.Bytes;

namespace Pharos.Storage.Chunks;

/// <summary>
/// The start times of a histogram chunk, each behind its sample: none as long as none is known, then that of the first sample alone as
/// long as all others have the same, then one per sample.
/// </summary>
internal struct StartTimes
{
    private long _time;
    private long _age;
    private byte _startsOn;
    private bool _firstKnown;

    /// <param name="header">What <see cref="Header"/> was when the chunk was written.</param>
    public StartTimes(byte header)
    {
        _firstKnown = (header & StartTimeHeader.FirstKnown) != 0;
        _startsOn = (byte)(header & StartTimeHeader.LastIndex);
    }

    /// <summary>When the counter of the newest sample began, 0 if unknown.</summary>
    public readonly long Newest => _time;

    public readonly byte Header => (byte)(_startsOn | (_firstKnown ? StartTimeHeader.FirstKnown : 0));

    /// <param name="index">The number of the sample in the chunk, from 0.</param>
    /// <param name="time">The time of the sample.</param>
    /// <param name="previousTime">The time of the sample before.</param>
    /// <param name="startTime">When its counter began.</param>
    public void Write(BitWriter bits, int index, long time, long previousTime, long startTime)
    {
        if (index == 0)
        {
            if (startTime != 0)
            {
                Span<byte> number = stackalloc byte[VarInt.MaxBytes];
                foreach (var part in number[..VarInt.WriteSigned(number, time - startTime)])
                {
                    bits.Put(part, 8);
                }

                _firstKnown = true;
            }
        }
        else if (_startsOn != 0 || startTime != _time || index == StartTimeHeader.LastIndex)
        {
            var age = previousTime - startTime;
            bits.PutVarBits(age - _age);
            _age = age;
            if (_startsOn == 0)
            {
                _startsOn = (byte)index;
            }
        }

        _time = startTime;
    }

    /// <inheritdoc cref="Write"/>
    public void Read(ref BitReader bits, int index, long time, long previousTime)
    {
        if (index == 0)
        {
            if (_firstKnown)
            {
                _time = time - bits.ReadVarInt();
            }
        }
        else if (_startsOn != 0 && index >= _startsOn)
        {
            // The first is counted from zero.
            _age += bits.ReadVarBits();
            _time = previousTime - _age;
        }
    }
}
