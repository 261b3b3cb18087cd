using Pharos.Cli.Programs;

namespace Pharos.Cli;

/// <summary>
/// The executable. It decides which program it is, and that alone: nothing of a program is loaded before it is chosen, so that help and
/// version cost next to nothing.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var terminal = Terminal.OfProcess();
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            Crash.Report(terminal.Error, unhandled.ExceptionObject);
            Environment.Exit(Crash.ExitCode);
        };
        return Dispatcher.Run(StartedAs.Read(), args, terminal);
    }
}
