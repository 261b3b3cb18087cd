using Pharos.Storage;
using Pharos.Tsdb.Blocks.Deletion;

namespace Pharos.Fuzz.Targets;

/// <summary>The entries of a file of tombstones; the file itself has a checksum, which mutations would not get past.</summary>
internal sealed class TombstonesTarget : IFuzzTarget
{
    public string Name => "tombstones";

    public IEnumerable<byte[]> Seeds => [[1], [1, 16, 0, 20, 16, 22, 40, 0x90, 0x03, 1, 0xFF, 0x7F], [1, 5, 40, 0]];

    public IReadOnlyList<byte[]> Tokens { get; } =
        [[16, 0, 20], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0x80]];

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        try
        {
            _ = TombstoneFile.Parse(input);
        }
        catch (CorruptionException error)
        {
            outcome.Error(error);
        }

        try
        {
            var store = TombstoneFile.ParseEntries(input);
            var file = TombstoneFile.Format(store);
            outcome.Result(file);
            outcome.Feature(1, (ulong)Math.Min(store.Total, 8));
            BrokenInvariantException.Require(TombstoneFile.Format(TombstoneFile.Parse(file)).AsSpan().SequenceEqual(file), "what is written is not read so");
        }
        catch (CorruptionException error)
        {
            outcome.Error(error);
        }
    }
}
