using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Wal;

namespace Pharos.Fuzz.Targets;

/// <summary>A segment of the write-ahead log: what a repair leaves is what was read before the damage.</summary>
internal sealed class WalSegmentTarget : IFuzzTarget
{
    public string Name => "wal-segment";

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            foreach (var compression in new[] { WalCompression.None, WalCompression.Snappy, WalCompression.Zstd })
            {
                using var folder = new TemporaryFolder();
                using (var writer = new WalWriter(folder.Path, new WalOptions { Compression = compression }))
                {
                    writer.Log([1]);
                    writer.Log([]);
                    writer.Log(Targets.Seeds.Bytes(Targets.Seeds.PrometheusText));
                    writer.Log(new byte[40_000]);
                    writer.Log([2, 3]);
                    yield return File.ReadAllBytes(WalSegments.PathOf(folder.Path, 0));
                }
            }
        }
    }

    public IReadOnlyList<byte[]> Tokens { get; } = [[1, 0, 0, 0, 0, 0, 0], [2, 0x7F, 0xF9], [3], [4], [9], [17], [0, 0, 0, 0, 0, 0, 0, 0], [25]];

    /// <summary>Buffers for reading, whatever the input.</summary>
    public long AllocationLimit(int inputLength) => 128L * inputLength + (16 << 20);

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(WalSegments.PathOf(folder.Path, 0), input);
        var digest = Read(folder.Path, outcome, out var damage);
        if (damage is not null)
        {
            outcome.Message(damage.Reason);
            WalRepair.Repair(folder.Path, damage);
            BrokenInvariantException.Require(
                Read(folder.Path, outcome, out var again) == digest && again is null, "a repaired log is not what was read before the damage");
        }
    }

    private static (int Count, ulong Hash) Read(string directory, FuzzOutcome outcome, out WalDamage? damage)
    {
        var result = (Count: 0, Hash: 0UL);
        using var reader = new WalReader(directory);
        try
        {
            while (reader.MoveNext())
            {
                outcome.Feature(2, (ulong)System.Numerics.BitOperations.Log2((uint)reader.Record.Length + 1));
                result = (result.Count + 1, result.Hash * 31 + Foundation.Bytes.XxHash64.Hash(reader.Record));
            }
        }
        catch (CorruptionException)
        {
            BrokenInvariantException.Require(reader.Damage is not null, "an exception without the damage");
        }

        damage = reader.Damage;
        return result;
    }
}
