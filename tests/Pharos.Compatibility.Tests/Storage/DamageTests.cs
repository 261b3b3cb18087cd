using Pharos.Storage;
using Pharos.Tsdb;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>After damage we come up with at least as much as a real Prometheus does, and with nothing that was never written.</summary>
public sealed class DamageTests(DamagedDirectories directories) : IClassFixture<DamagedDirectories>
{
    public static TheoryData<string, string> Damages => Cases(Damage.All.Keys);

    public static TheoryData<string, string> BlockDamages => Cases(Damage.OfBlocks.Keys);

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Open_DamagedDirectory_HasAtLeastWhatPrometheusHas(string damage, string writer)
    {
        var (ours, theirs) = (directories.Copy(writer), directories.Copy(writer));
        Damage.All[damage](ours);
        Damage.All[damage](theirs);
        var written = StoredSamples.Of(directories.Rounds);
        var kept = await KeptAsync(theirs);
        var found = OurDatabase.Read(ours, OurDatabase.AcceptingLate);
        kept.AssertWithin(found, "Prometheus kept, we lost");
        found.AssertWithin(written, "invented");
        StoredSamples.AssertSame(found, OurDatabase.Read(ours));
        if (damage is "nothing" or "leftovers")
        {
            StoredSamples.AssertSame(written, found);
        }
    }

    [Theory]
    [MemberData(nameof(BlockDamages))]
    public async Task Open_UnreadableBlock_IsRefusedByBoth(string damage, string writer)
    {
        var directory = directories.Copy(writer);
        Damage.OfBlocks[damage](directory);
        var refused = await Assert.ThrowsAsync<EndOfStreamException>(() => StorePeer.StartAsync(directory, acceptsLate: true));
        Assert.Contains("opening storage failed", refused.Message, StringComparison.Ordinal);
        var exception = Assert.Throws<CorruptionException>(() => Database.Open(directory, OurDatabase.Options));
        Assert.Contains("01HF3WXM4N7Y0X3J7F8Q9ZABCH", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>There is damage that it does not start with.</summary>
    private static async Task<StoredSamples> KeptAsync(string directory)
    {
        try
        {
            await using var prometheus = await StorePeer.StartAsync(directory, acceptsLate: true);
            return await StoredSamples.OfAsync(prometheus);
        }
        catch (EndOfStreamException exception) when (exception.Message.Contains("opening storage failed", StringComparison.Ordinal))
        {
            return StoredSamples.Of(Enumerable.Empty<StoredSample>());
        }
    }

    private static TheoryData<string, string> Cases(IEnumerable<string> damages)
    {
        var cases = new TheoryData<string, string>();
        foreach (var damage in damages)
        {
            cases.Add(damage, "ours");
            cases.Add(damage, "theirs");
        }

        return cases;
    }
}
