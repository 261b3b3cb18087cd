using System.Buffers;
using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Writing;

/// <summary>
/// Where a writer puts its bytes: straight into a <see cref="ByteBuffer"/>, or collected and handed on in pieces to any other buffer
/// writer, since the formatting needs bytes that can be changed until a metric is complete.
/// </summary>
internal readonly struct ExpositionBuffer
{
    private const int FlushSize = 32 * 1024;

    private readonly IBufferWriter<byte>? _destination;

    public ExpositionBuffer(IBufferWriter<byte> destination)
    {
        if (destination is ByteBuffer buffer)
        {
            Bytes = buffer;
        }
        else
        {
            Bytes = new ByteBuffer(FlushSize);
            _destination = destination;
        }
    }

    /// <summary>Takes what is written.</summary>
    public ByteBuffer Bytes { get; }

    /// <summary>To be called between metrics: hands on what has been collected if it is enough.</summary>
    public void FlushIfLarge()
    {
        if (_destination != null && Bytes.Length >= FlushSize)
        {
            Flush();
        }
    }

    public void Flush()
    {
        if (_destination != null)
        {
            _destination.Write(Bytes.Written);
            Bytes.Clear();
        }
    }
}
