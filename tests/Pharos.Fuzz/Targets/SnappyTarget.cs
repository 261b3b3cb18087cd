using Pharos.Foundation.Compression;

namespace Pharos.Fuzz.Targets;

/// <summary>Snappy blocks: what is decoded is encoded and decoded again as the same, and the input too as content.</summary>
internal sealed class SnappyTarget : IFuzzTarget
{
    private readonly SnappyEncoder _encoder = new();

    public string Name => "snappy";

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            foreach (var text in new[] { Targets.Seeds.PrometheusText, Targets.Seeds.OpenMetrics, "abcabcabcabcabcabc", "a", "" })
            {
                yield return Encode(Targets.Seeds.Bytes(text));
            }

            yield return Encode(new byte[300]);
        }
    }

    public IReadOnlyList<byte[]> Tokens { get; } =
        [[1, 1], [2, 1, 0], [3, 1, 0, 0, 0], [0xFE, 3, 0], [0xF0, 70], [0xF4, 1, 0], [0xFC, 0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0, 0]];

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        BrokenInvariantException.Require(Decode(Encode(input)) is { } same && input.SequenceEqual(same), "what was encoded is not decoded to itself");
        var content = Decode(input);
        outcome.Result(content is not null);
        if (content is not null)
        {
            outcome.Feature(1, (ulong)System.Numerics.BitOperations.Log2((uint)content.Length + 1));
            outcome.Result(content);
            BrokenInvariantException.Require(Decode(Encode(content)).AsSpan().SequenceEqual(content), "what was decoded is not encoded and decoded to itself");
        }
    }

    private static byte[]? Decode(ReadOnlySpan<byte> block)
    {
        if (!SnappyDecoder.TryReadLength(block, out var length))
        {
            return null;
        }

        var content = new byte[length];
        return SnappyDecoder.TryDecode(block, content) ? content : null;
    }

    private byte[] Encode(ReadOnlySpan<byte> content)
    {
        var block = new byte[SnappyEncoder.MaxEncodedLength(content.Length)];
        return block[.._encoder.Encode(content, block)];
    }
}
