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
                invocation.Terminal.Output.Write(HelpText.Of(invocation.Name, "The Pharos monitoring server.", flags.Set));
                return 0;
            case FlagOutcome.Manual:
                return invocation.Fail("there is no manual page in the executable, try --help");
            case FlagOutcome.Version:
                invocation.Terminal.Output.Write(VersionText.Of(invocation.VersionName));
                return 0;
            default:
                return Serve(flags);
        }
    }

    // Apart, so that the web server's assemblies are not loaded to print help.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Serve(ServerFlags flags) => ServerRun.RunAsync(flags.ToOptions(), flags.ToLogOptions()).GetAwaiter().GetResult();
}
