using System.Text;

namespace Pharos.Cli;

/// <summary>The name under which the process was started, without its folder.</summary>
internal static class StartedAs
{
    private const string OwnName = "pharos";

    /// <summary>The runtime hides the name of a link behind the path of the assembly; the system has kept it.</summary>
    public static string Read()
    {
        try
        {
            var arguments = File.ReadAllBytes("/proc/self/cmdline");
            var end = Array.IndexOf(arguments, (byte)0);
            return FromPath(Encoding.UTF8.GetString(arguments, 0, end < 0 ? arguments.Length : end));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A system without /proc: links do not choose a program there, subcommands do.
            return OwnName;
        }
    }

    internal static string FromPath(string path)
    {
        var name = Path.GetFileName(path);

        // "dotnet pharos.dll" is started under the name of the runtime.
        return name.Length == 0 || name == "dotnet" ? OwnName : name;
    }
}
