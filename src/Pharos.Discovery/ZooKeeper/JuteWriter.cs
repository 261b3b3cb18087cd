using System.Buffers.Binary;
using System.Text;

namespace Pharos.Discovery.ZooKeeper;

/// <summary>Writes messages as ZooKeeper wants them: big-endian numbers, and their length before texts and before the whole.</summary>
internal sealed class JuteWriter
{
    private readonly List<byte> _bytes = [0, 0, 0, 0];

    public JuteWriter Int(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public JuteWriter Long(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public JuteWriter Bool(bool value)
    {
        _bytes.Add(value ? (byte)1 : (byte)0);
        return this;
    }

    public JuteWriter Buffer(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public JuteWriter Text(string value) => Buffer(Encoding.UTF8.GetBytes(value));

    public byte[] ToMessage()
    {
        var message = _bytes.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length - 4);
        return message;
    }
}
