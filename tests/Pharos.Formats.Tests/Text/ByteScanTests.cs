using Pharos.Formats.Text;

namespace Pharos.Formats.Tests.Text;

public sealed class ByteScanTests
{
    /// <summary>Bytes at and next to the borders of every class that is scanned for.</summary>
    private static readonly byte[] Telling =
        [0, (byte)'\t', (byte)'\n', 0x1F, (byte)' ', (byte)'!', (byte)'"', (byte)'#', (byte)'/', (byte)'0', (byte)'9', (byte)':', (byte)';',
         (byte)'@', (byte)'A', (byte)'Z', (byte)'[', (byte)'\\', (byte)']', (byte)'^', (byte)'_', (byte)'`', (byte)'a', (byte)'z', (byte)'{', 0x7F, 0x80, 0xFF];

    [Fact]
    public void Scans_AnyBytesAtAnyDistanceFromTheEnd_StopWhereAPlainLoopDoes()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var input = new byte[random.Next(100)];
            input.AsSpan().Fill((byte)'a');
            for (var i = random.Next(4); i > 0 && input.Length > 0; i--)
            {
                input[random.Next(input.Length)] = Telling[random.Next(Telling.Length)];
            }

            var at = random.Next(input.Length + 1);
            Assert.Equal(Plain(input, at, b => IsWord(b) || b == ':'), ByteScan.MetricNameEnd(input, at));
            Assert.Equal(Plain(input, at, IsWord), ByteScan.LabelNameEnd(input, at));
            Assert.Equal(Plain(input, at, b => b is >= 0x20 and < 0x80 and not (byte)'"' and not (byte)'\\'), ByteScan.PlainTextEnd(input, at));
            Assert.Equal(Plain(input, at, b => b != '\n'), ByteScan.LineEnd(input, at));
        }
    }

    [Fact]
    public void Scans_EveryByte_IsClassedAsInAPlainLoop()
    {
        for (var value = 0; value < 256; value++)
        {
            // Once where a vector is read and once where it is not.
            foreach (var length in (int[])[1, 70])
            {
                var input = new byte[length];
                input.AsSpan().Fill((byte)'a');
                input[length / 2] = (byte)value;
                Assert.Equal(Plain(input, 0, b => IsWord(b) || b == ':'), ByteScan.MetricNameEnd(input, 0));
                Assert.Equal(Plain(input, 0, IsWord), ByteScan.LabelNameEnd(input, 0));
                Assert.Equal(Plain(input, 0, b => b is >= 0x20 and < 0x80 and not (byte)'"' and not (byte)'\\'), ByteScan.PlainTextEnd(input, 0));
            }
        }
    }

    private static bool IsWord(byte value) => value == '_' || char.IsAsciiLetterOrDigit((char)value);

    private static int Plain(byte[] input, int at, Func<byte, bool> goesOn)
    {
        while (at < input.Length && goesOn(input[at]))
        {
            at++;
        }

        return at;
    }
}
