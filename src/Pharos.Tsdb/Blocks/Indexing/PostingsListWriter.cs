using System.Buffers.Binary;
using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Writes one list of series after the other.</summary>
internal sealed class PostingsListWriter
{
    private readonly SequentialFile _file;
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _buffered;
    private uint _checksum;

    public PostingsListWriter(SequentialFile file)
    {
        _file = file;
    }

    public void Begin(uint count)
    {
        var length = sizeof(uint) * ((long)count + 1);
        if (length > uint.MaxValue)
        {
            throw new IOException($"{_file.Path}: a list of {count} series has {length} bytes, and the format allows {uint.MaxValue}");
        }

        Span<byte> header = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(header, (uint)length);
        BinaryPrimitives.WriteUInt32BigEndian(header[sizeof(uint)..], count);
        _file.Write(header);
        _checksum = Crc32C.Compute(header[sizeof(uint)..]);
    }

    public void Add(uint id)
    {
        if (_buffered == _buffer.Length)
        {
            Flush();
        }

        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_buffered), id);
        _buffered += sizeof(uint);
    }

    public void End()
    {
        Flush();
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, _checksum);
        _file.Write(checksum);
    }

    private void Flush()
    {
        var bytes = _buffer.AsSpan(0, _buffered);
        _checksum = Crc32C.Append(_checksum, bytes);
        _file.Write(bytes);
        _buffered = 0;
    }
}
