using Pharos.Configuration;
using Pharos.Hosting.WebConfiguration;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The command <c>check web-config</c>. All that it says goes where complaints go, as in the reference.</summary>
internal static class CheckWebConfig
{
    public static int Run(TextWriter error, IReadOnlyList<string> files)
    {
        var status = 0;
        foreach (var file in files)
        {
            try
            {
                WebConfigLoading.Load(file);
                error.Write($"{file} SUCCESS\n");
            }
            catch (ConfigurationException exception)
            {
                status = 1;
                error.Write($"{file} FAILED: {string.Join("; ", exception.Problems)}\n");
            }
        }

        return status;
    }
}
