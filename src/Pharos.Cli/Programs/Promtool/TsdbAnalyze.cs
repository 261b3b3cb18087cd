using Pharos.Model;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Tools;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The command <c>tsdb analyze</c>: which labels make up a block.</summary>
internal static class TsdbAnalyze
{
    /// <param name="blockId">The folder of the block; empty for the newest one.</param>
    /// <param name="limit">The most items of each list.</param>
    /// <param name="extended">Whether chunks are looked at too.</param>
    /// <param name="match">A selector; empty for all series.</param>
    public static int Run(TextWriter output, string directory, string blockId, int limit, bool extended, string match)
    {
        Matcher[] matchers = match.Length > 0 ? SelectorText.Parse(match) : [];
        DataDirectory.Require(directory);
        var path = blockId.Length > 0 ? Path.Combine(directory, blockId) : Newest(directory);
        if (!Directory.Exists(path))
        {
            throw new PromtoolException($"invalid block ID {blockId}");
        }

        using var block = Block.Open(path);
        using var lease = block.TryRead()!;
        var analysis = new BlockAnalysis(block.Meta, lease, match.Length > 0 ? match : null, matchers);
        analysis.Write(output, limit);
        if (extended)
        {
            new ChunkAnalysis(lease, matchers).Write(output);
        }

        return 0;
    }

    private static string Newest(string directory) =>
        BlocksOnDisk.NewestFolder(directory) ?? throw new PromtoolException("no blocks found");
}
