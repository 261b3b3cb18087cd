using Pharos.Cli.Flags;
using Pharos.Cli.Programs.Promtool;

namespace Pharos.Cli.Programs;

/// <summary>The subcommand <c>promtool</c>: chooses the command and runs it.</summary>
internal static class PromtoolProgram
{
    public static int Run(Invocation invocation)
    {
        // "help tsdb list" is another way to write "tsdb list --help".
        var words = invocation.Arguments is ["help", ..] ? [.. invocation.Arguments.Skip(1), "--help"] : invocation.Arguments;
        var flags = new FlagSet([], PromtoolCommands.New());
        FlagOutcome outcome;
        try
        {
            outcome = flags.Parse(words);
        }
        catch (FlagException exception)
        {
            return invocation.Fail(exception.Message);
        }

        var command = flags.Command!;
        switch (outcome)
        {
            case FlagOutcome.Help:
                return invocation.Print(HelpText.Of(invocation.Name, command, flags));
            case FlagOutcome.Manual:
                return invocation.Fail("there is no manual page in the executable, try --help");
            case FlagOutcome.Version:
                return invocation.Print(VersionText.Of(invocation.VersionName));
            default:
                return Guarded(command.Run!, invocation.Terminal);
        }
    }

    /// <summary>What stands in the way is said in one line, as the reference says it, without the program's name.</summary>
    private static int Guarded(Func<Terminal, int> run, Terminal terminal)
    {
        try
        {
            return run(terminal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PromtoolException)
        {
            try
            {
                terminal.Error.Write(exception.Message + "\n");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Nobody can be told; the exit status has to do.
            }

            return 1;
        }
    }
}
