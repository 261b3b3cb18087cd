using System.Runtime.CompilerServices;
using Pharos.Cli.Flags;

namespace Pharos.Cli.Programs;

/// <summary>The subcommand <c>server</c>: flags in, exit status out.</summary>
internal static class ServerProgram
{
    public static int Run(Invocation invocation)
    {
        var flags = new ServerFlags();
        FlagOutcome outcome;
        try
        {
            outcome = flags.Set.Parse(invocation.Arguments);
        }
        catch (FlagException exception)
        {
            return invocation.Fail(exception.Message);
        }

        switch (outcome)
        {
            case FlagOutcome.Help:
                return invocation.Print(HelpText.Of(invocation.Name, "The Pharos monitoring server.", flags.Set));
            case FlagOutcome.Manual:
                return invocation.Fail("there is no manual page in the executable, try --help");
            case FlagOutcome.Version:
                return invocation.Print(VersionText.Of(invocation.VersionName));
            default:
                return Serve(flags);
        }
    }

    // Apart, so that the web server's assemblies are not loaded to print help.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Serve(ServerFlags flags) => ServerRun.RunAsync(flags).GetAwaiter().GetResult();
}
