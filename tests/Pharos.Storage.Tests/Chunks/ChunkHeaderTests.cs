using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Chunks;

public sealed class ChunkHeaderTests
{
    [Fact]
    public void Count_EveryEncoding_IsThatOfTheSamples()
    {
        foreach (var (encoding, chunk) in ChunkReaderTests.OneSampleEach())
        {
            Assert.Equal(1, ChunkHeader.Count(encoding, chunk));
        }
    }

    [Theory]
    [InlineData(ChunkEncoding.Histogram, "ffff80", 65535, CounterResetHint.CounterReset)]
    [InlineData(ChunkEncoding.FloatHistogram, "000140", 1, CounterResetHint.NotCounterReset)]
    [InlineData(ChunkEncoding.HistogramSt, "ffff00", 16383, CounterResetHint.Gauge)]
    [InlineData(ChunkEncoding.FloatHistogramSt, "8001ff", 1, CounterResetHint.CounterReset)]
    [InlineData(ChunkEncoding.Xor, "c001c0", 49153, CounterResetHint.Unknown)]
    public void Header_Bits_AreCountAndHint(ChunkEncoding encoding, string hex, int count, CounterResetHint hint)
    {
        var chunk = Convert.FromHexString(hex);
        Assert.Equal(count, ChunkHeader.Count(encoding, chunk));
        Assert.Equal(hint, ChunkHeader.CounterReset(encoding, chunk));
    }
}
