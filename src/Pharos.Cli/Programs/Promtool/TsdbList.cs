using Pharos.Tsdb.Tools;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The command <c>tsdb list</c>: what blocks there are.</summary>
internal static class TsdbList
{
    public static int Run(TextWriter output, string directory, bool humanReadable)
    {
        DataDirectory.Require(directory);
        using var blocks = BlocksOnDisk.Open(directory);
        output.Write(BlockTable.Format(blocks.All, withHeader: true, humanReadable));
        return 0;
    }
}
