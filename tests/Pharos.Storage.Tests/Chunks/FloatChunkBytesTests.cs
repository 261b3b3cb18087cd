using Pharos.Model;

namespace Pharos.Storage.Tests.Chunks;

/// <summary>Chunks that other programs have to read, and write, in exactly these bytes.</summary>
public sealed class FloatChunkBytesTests
{
    private const double Stale = -4242;

    public static TheoryData<string, long[], double[]> XorChunks => new()
    {
        { "0000", [], [] },
        { "0006d00f3ff000000000000098753097ffdb018c3f7fb199999999999a", [1000, 16000, 31000, 46000, 61000, 76000], [1, 1, 2, 3, 3, 0.1] },

        // A change of the time step in each of the lengths, at both ends of their ranges.
        {
            "000e80a0abfef9620000000000000000987514000a00161000b78001a0000d0001708000ba00001d00002f00000000000800017fffffffffffc00000",
            [
                1700000000000, 1700000015000, 1700000030000, 1700000053192, 1700000068193, 1700000091387, 1700000106389, 1700000186927, 1700000201930,
                1700000282470, 1700000887298, 1700000967839, 1700001572669, 1700001653211,
            ],
            new double[14]
        },
        {
            "000b097ff00000000000020ac3f4008000000000002a0040000000000015002000000000000a8010000000000001801b097ffd800fff80000000000014fff00000000000029ffc"
            + "00000000000080",
            [-5, 5, 15, 25, 35, 45, 55, 65, 75, 85, 95],
            [Stale, 1.5, Stale, 1.5, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.NaN, 0, Stale, Stale]
        },
    };

    public static TheoryData<string, long[], double[], long[]> Xor2Chunks => new()
    {
        { "000000", [], [], [] },
        { "000600d00f3ff000000000000098755097ffeb01a87eff63333333333334", [1000, 16000, 31000, 46000, 61000, 76000], [1, 1, 2, 3, 3, 0.1], new long[6] },
        {
            "000b0080a0abfef9620000000000000000987533ffda000e0100077f7ffb9ffffdd00000f00000000000400003dffffffffffeffffe0",
            [
                1700000000000, 1700000015000, 1700000030000, 1700000049095, 1700000064094, 1700000083189, 1700000098187, 1700000637472, 1700000652469,
                1700001191754, 1700001206750,
            ],
            new double[11],
            new long[11]
        },
        {
            "000b00097ff00000000000020ac22ffffd426400e000e003dffec12fffe0016001fff0000000000003bffd3ffc000000000000e0017dffee",
            [-5, 5, 15, 25, 35, 46, 55, 66, 75, 86, 95],
            [Stale, 1.5, Stale, 1.5, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.NaN, 0, Stale, Stale],
            new long[11]
        },

        // Start times: one for all, first seen late and changing, and another for each sample.
        { "000480d00f0000000000000000c8019875c22bffa12fffd603", [1000, 16000, 31000, 46000], [0, 1, 2, 3], [900, 900, 900, 900] },
        {
            "000703d00f00000000000000009875c22bffa12fffd6035585fc1d4c5683fbc568ac0bf928e0",
            [1000, 16000, 31000, 46000, 61000, 76000, 91000],
            [0, 1, 2, 3, 4, 5, 6],
            [0, 0, 0, 31000, 31000, 61000, 0]
        },
        { "000481d00f401c000000000000b0ea01987500", [1000, 16000, 31000, 46000], [7, 7, 7, 7], [-14000, 1000, 16000, 31000] },
    };

    [Theory]
    [MemberData(nameof(XorChunks))]
    public void Xor_KnownSamples_AreTheseBytes(string hex, long[] times, double[] values)
    {
        var samples = Samples(times, values, new long[times.Length]);
        Assert.Equal(hex, Convert.ToHexStringLower(FloatChunks.Xor(samples)));
        Assert.Equal(samples, FloatChunks.ReadXor(Convert.FromHexString(hex)));
    }

    [Theory]
    [MemberData(nameof(Xor2Chunks))]
    public void Xor2_KnownSamples_AreTheseBytes(string hex, long[] times, double[] values, long[] startTimes)
    {
        var samples = Samples(times, values, startTimes);
        Assert.Equal(hex, Convert.ToHexStringLower(FloatChunks.Xor2(samples)));
        Assert.Equal(samples, FloatChunks.ReadXor2(Convert.FromHexString(hex)));
    }

    private static FloatSample[] Samples(long[] times, double[] values, long[] startTimes) =>
    [
        .. times.Select((time, i) => new FloatSample(
            time,
            values[i] == Stale ? SpecialValues.StaleNaNBits
                : double.IsNaN(values[i]) ? SpecialValues.NormalNaNBits
                : BitConverter.DoubleToUInt64Bits(values[i]),
            startTimes[i])),
    ];
}
