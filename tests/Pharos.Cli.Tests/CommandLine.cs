using System.Text;
using Pharos.Cli.Programs;

namespace Pharos.Cli.Tests;

/// <summary>Runs the dispatcher in the test's process, for command lines that do not start a server.</summary>
internal static class CommandLine
{
    public static (int ExitCode, string Output, string Error) Run(string startedAs, params string[] arguments) => RunWithInput("", startedAs, arguments);

    public static (int ExitCode, string Output, string Error) RunWithInput(string input, string startedAs, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Dispatcher.Run(startedAs, arguments, new Terminal(output, error) { Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)) });
        return (exitCode, output.ToString(), error.ToString());
    }
}
