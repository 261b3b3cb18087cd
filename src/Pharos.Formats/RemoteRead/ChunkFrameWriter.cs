using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.RemoteRead;

/// <summary>
/// Writes chunks as frames: a length, a checksum, and a <c>prometheus.ChunkedReadResponse</c> with chunks of one series. A series with more than a frame
/// takes goes on in the next one, with its labels again.
/// </summary>
/// <param name="to">Gets whole frames.</param>
/// <param name="mostBytes">What a frame has is to be about that, and may be more by one chunk.</param>
public sealed class ChunkFrameWriter(ByteBuffer to, int mostBytes)
{
    private const int SeriesField = 1;
    private const int QueryField = 2;
    private const int LabelField = 1;
    private const int ChunkField = 2;
    private const int MinTimeField = 1;
    private const int MaxTimeField = 2;
    private const int EncodingField = 3;
    private const int DataField = 4;

    private readonly ByteBuffer _labels = new();
    private readonly ByteBuffer _chunks = new();
    private readonly ByteBuffer _message = new();
    private long _query;

    /// <param name="query">Which one of the request it is about.</param>
    public void BeginSeries(long query, LabelsView labels)
    {
        _query = query;
        _labels.Clear();
        ReadResponseWriter.WriteLabels(new ProtoWriter(_labels), LabelField, labels);
    }

    public void Chunk(byte encoding, long minTimeMs, long maxTimeMs, ReadOnlySpan<byte> data)
    {
        if (_labels.Length + _chunks.Length >= mostBytes && _chunks.Length > 0)
        {
            EndFrame();
        }

        var writer = new ProtoWriter(_chunks);
        var chunk = writer.BeginMessage(ChunkField);
        writer.VarInt(MinTimeField, (ulong)minTimeMs);
        writer.VarInt(MaxTimeField, (ulong)maxTimeMs);
        writer.VarInt(EncodingField, encoding);
        writer.Bytes(DataField, data);
        writer.EndMessage(chunk);
    }

    /// <summary>A series without chunks leaves nothing.</summary>
    public void EndSeries()
    {
        if (_chunks.Length > 0)
        {
            EndFrame();
        }
    }

    private void EndFrame()
    {
        _message.Clear();
        var writer = new ProtoWriter(_message);
        var series = writer.BeginMessage(SeriesField);
        _message.Append(_labels.Written);
        _message.Append(_chunks.Written);
        writer.EndMessage(series);
        writer.VarInt(QueryField, (ulong)_query);
        to.AppendVarInt((ulong)_message.Length);
        BinaryPrimitives.WriteUInt32BigEndian(to.GetSpan(sizeof(uint)), Crc32C.Compute(_message.Written));
        to.Advance(sizeof(uint));
        to.Append(_message.Written);
        _chunks.Clear();
    }
}
