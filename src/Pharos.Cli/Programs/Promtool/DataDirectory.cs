namespace Pharos.Cli.Programs.Promtool;

/// <summary>What is said of a folder that is not there, in the reference's words.</summary>
internal static class DataDirectory
{
    public static void Require(string directory)
    {
        if (!Directory.Exists(directory))
        {
            var why = File.Exists(directory) ? "not a directory" : "no such file or directory";
            throw new PromtoolException($"opening the db dir: stat {directory}: {why}");
        }
    }
}
