using System.Buffers.Binary;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Compression;

namespace Pharos.Server.Tests.Remote;

/// <summary>Questions of remote read, as a client encodes them, and its answers as text.</summary>
internal static class ReadRequests
{
    /// <summary>One query, compressed; the matchers are those of a selector: a type from 0 to 3, a name, a value.</summary>
    public static byte[] Of(long startMs, long endMs, int[] acceptedTypes, params ReadOnlySpan<(int Type, string Name, string Value)> matchers)
    {
        var buffer = new ByteBuffer();
        var writer = new ProtoWriter(buffer);
        var query = writer.BeginMessage(1);
        writer.VarInt(1, (ulong)startMs);
        writer.VarInt(2, (ulong)endMs);
        foreach (var (type, name, value) in matchers)
        {
            var matcher = writer.BeginMessage(3);
            writer.VarInt(1, (ulong)type);
            writer.Bytes(2, Encoding.UTF8.GetBytes(name));
            writer.Bytes(3, Encoding.UTF8.GetBytes(value));
            writer.EndMessage(matcher);
        }

        var hints = writer.BeginMessage(4);
        writer.VarInt(1, 15_000);
        writer.Bytes(2, "rate"u8);
        writer.VarInt(3, (ulong)startMs);
        writer.VarInt(4, (ulong)endMs);
        writer.Bytes(5, "job"u8);
        writer.VarInt(6, 1);
        writer.EndMessage(hints);
        writer.EndMessage(query);
        foreach (var type in acceptedTypes)
        {
            writer.VarInt(2, (ulong)type);
        }

        var block = new byte[SnappyEncoder.MaxEncodedLength(buffer.Length)];
        return block[..new SnappyEncoder().Encode(buffer.Written, block)];
    }

    /// <summary>A line for each series: labels, then what each of its samples has.</summary>
    public static List<string> Samples(ReadOnlySpan<byte> block)
    {
        Assert.True(SnappyDecoder.TryReadLength(block, out var length));
        var message = new byte[length];
        Assert.True(SnappyDecoder.TryDecode(block, message));
        var lines = new List<string>();
        var response = new ProtoReader(message);
        while (response.MoveNext())
        {
            for (var result = response.ReadMessage(); result.MoveNext();)
            {
                lines.Add(Series(result.ReadMessage()));
            }
        }

        return lines;
    }

    /// <summary>A line for each frame: its query, the labels, and the chunks.</summary>
    public static List<string> Frames(ReadOnlySpan<byte> stream)
    {
        var lines = new List<string>();
        while (!stream.IsEmpty)
        {
            Assert.True(VarInt.TryRead(stream, out var length, out var prefix));
            var message = stream.Slice(prefix + sizeof(uint), (int)length);
            Assert.Equal(Crc32C.Compute(message), BinaryPrimitives.ReadUInt32BigEndian(stream[prefix..]));
            stream = stream[(prefix + sizeof(uint) + (int)length)..];
            var (query, series) = (0ul, "");
            for (var frame = new ProtoReader(message); frame.MoveNext();)
            {
                if (frame.Field == 1)
                {
                    series = Series(frame.ReadMessage());
                }
                else
                {
                    query = frame.ReadVarInt();
                }
            }

            lines.Add($"{query}: {series}");
        }

        return lines;
    }

    private static string Series(ProtoReader series)
    {
        var text = new StringBuilder();
        while (series.MoveNext())
        {
            text.Append(series.Field == 1 ? $"{Label(series.ReadMessage())} " : $"[{Fields(series.ReadMessage())}] ");
        }

        return text.ToString().TrimEnd();
    }

    private static string Label(ProtoReader label)
    {
        var parts = new List<string>();
        while (label.MoveNext())
        {
            parts.Add(Encoding.UTF8.GetString(label.ReadBytes()));
        }

        return string.Join('=', parts);
    }

    /// <summary>Fields with their values as they are encoded; those that are zero may be there or not.</summary>
    private static string Fields(ProtoReader message)
    {
        var fields = new List<string>();
        while (message.MoveNext())
        {
            var field = message.Field;
            var value = message.WireType switch
            {
                ProtoWireType.VarInt => $"{message.ReadVarInt()}",
                ProtoWireType.Fixed64 => $"{BitConverter.DoubleToInt64Bits(message.ReadDouble()):x}",
                _ => Convert.ToHexStringLower(message.ReadBytes()),
            };
            if (value is not ("0" or ""))
            {
                fields.Add($"{field}:{value}");
            }
        }

        return string.Join(' ', fields.Order(StringComparer.Ordinal));
    }
}
