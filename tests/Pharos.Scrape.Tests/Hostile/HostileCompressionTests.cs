using System.IO.Compression;
using System.Text;

namespace Pharos.Scrape.Tests.Hostile;

/// <summary>Compressed answers that are broken, or far larger than they look.</summary>
[Collection(HostileTargetsAlone.Name)]
public sealed class HostileCompressionTests
{
    private const string Headers = "Content-Type: text/plain; version=0.0.4\r\nContent-Encoding: gzip\r\n";
    private static readonly byte[] Zipped = Zip(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(static i => $"series_{i * 7919 % 5000} {i}\n"))));

    [Fact]
    public async Task Scrape_Bomb_StopsAtTheLimit()
    {
        // 128 megabytes of zeros in 130 kilobytes.
        var bomb = Zip(new byte[128 << 20]);
        Assert.InRange(bomb.Length, 1, 300_000);
        await using var stage = new HostileStage();
        var before = GC.GetTotalAllocatedBytes();
        await stage.FailsAsync("body size limit exceeded", connection => connection.SendAnswerAsync(bomb, Headers));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 << 20);
    }

    public static TheoryData<int> Lengths => [1, 5, 10, 11, Zipped.Length / 2, Zipped.Length - 9, Zipped.Length - 8, Zipped.Length - 4, Zipped.Length - 1];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Scrape_CutOff_IsAnUnexpectedEnd(int length)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync(length == 1 ? "" : "unexpected EOF", connection => connection.SendAnswerAsync(Zipped[..length], Headers));
    }

    [Fact]
    public async Task Scrape_NoGzipAtAll_SaysSo()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("gzip: invalid header", connection => connection.SendAnswerAsync("a 1\nb 2\n"u8.ToArray(), Headers));
        await stage.FailsAsync("EOF", connection => connection.SendAnswerAsync([], Headers));
    }

    [Fact]
    public async Task Scrape_BitsAreFlipped_StoresNothingOfIt()
    {
        var random = new Random(1);
        await using var stage = new HostileStage();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var corrupt = (byte[])Zipped.Clone();
            corrupt[random.Next(20, corrupt.Length)] ^= (byte)(1 << random.Next(8));
            await stage.FailsAsync("", connection => connection.SendAnswerAsync(corrupt, Headers));
        }

        Assert.Empty(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "series_0")));
    }

    [Fact]
    public async Task Scrape_ChecksumIsWrong_Fails()
    {
        var corrupt = (byte[])Zipped.Clone();
        corrupt[^8] ^= 1;
        await using var stage = new HostileStage();
        await stage.FailsAsync("gzip: corrupt input", connection => connection.SendAnswerAsync(corrupt, Headers));
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }
}
