using System.Buffers.Binary;
using System.Text;

namespace Pharos.Discovery.ZooKeeper;

/// <summary>Reads messages of ZooKeeper. What is beyond the end throws <see cref="InvalidDataException"/>.</summary>
internal ref struct JuteReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>Empty if there is none.</summary>
    public ReadOnlySpan<byte> Buffer() => Int() is >= 0 and var length ? Take(length) : default;

    public string Text() => Encoding.UTF8.GetString(Buffer());

    public List<string> Texts()
    {
        var count = Int();
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            texts.Add(Text());
        }

        return texts;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new InvalidDataException("a message of ZooKeeper ends too early");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
