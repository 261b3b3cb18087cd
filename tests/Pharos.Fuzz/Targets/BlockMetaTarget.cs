using Pharos.Storage;
using Pharos.Tsdb.Blocks;

namespace Pharos.Fuzz.Targets;

/// <summary>The description of a block.</summary>
internal sealed class BlockMetaTarget : IFuzzTarget
{
    public string Name => "block-meta";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        """{"ulid":"01ARYZ6S41TSV4RRFFQ69G5FAV","minTime":0,"maxTime":7200000,"stats":{"numSamples":1},"compaction":{"level":1,"sources":["01ARYZ6S41TSV4RRFFQ69G5FAV"]},"version":1}""",
        """{"ulid":"01ARYZ6S41TSV4RRFFQ69G5FAV","minTime":-1,"maxTime":2,"compaction":{"level":2,"parents":[{"ulid":"01ARYZ6S41TSV4RRFFQ69G5FAV","minTime":0,"maxTime":1}],"hints":["x"],"failed":true},"version":1,"thanos":{"a":[1.0,null]}}""");

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "null", "{}", "[]", "[[", "\"stats\":", "\"compaction\":", "\"parents\":[null]", "\"sources\":[]", "\"version\":1", "18446744073709551615", "-9223372036854775808", "1e3", "\\u00e9", "\\ud800");

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        try
        {
            var meta = BlockMetaFile.Parse(input);
            var written = BlockMetaFile.Format(meta);
            outcome.Result(written);
            outcome.Feature(1, (ulong)meta.Compaction.Level);
            BrokenInvariantException.Require(BlockMetaFile.Format(BlockMetaFile.Parse(written)).AsSpan().SequenceEqual(written), "what is written is not read so");
        }
        catch (CorruptionException error)
        {
            outcome.Error(error);
        }
    }
}
