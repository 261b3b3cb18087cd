using Pharos.Cli.Flags;

namespace Pharos.Cli.Programs;

/// <summary>Chooses the program: by the name of the link the process was started under, else by the first argument.</summary>
internal static class Dispatcher
{
    private const string Own = "pharos";

    public static int Run(string startedAs, IReadOnlyList<string> arguments, Terminal terminal)
    {
        if (ProgramTable.FindByLink(startedAs) is { } linked)
        {
            return Start(linked, new Invocation(startedAs, arguments, terminal));
        }

        var own = new Invocation(Own, arguments, terminal);
        if (arguments.Count == 0)
        {
            return own.Fail("expected a program, try --help");
        }

        switch (arguments[0])
        {
            case "-h" or "--help" or "--help-long" or "help":
                return own.Print(Help());
            case "--version":
                return own.Print(VersionText.Of(Own));
        }

        var name = arguments[0];
        if (ProgramTable.FindByName(name) is { } named)
        {
            return Start(named, new Invocation($"{Own} {name}", [.. arguments.Skip(1)], terminal));
        }

        var what = name.StartsWith('-') ? $"unknown flag '{name}'" : $"unknown program '{name}'";
        return own.Fail($"{what}{NearestName.Hint(name, ProgramTable.All.Select(static entry => entry.Name))}, try --help");
    }

    private static int Start(ProgramEntry program, Invocation invocation) => program.Run is { } run
        ? run(invocation)
        : invocation.Fail("this build of Pharos does not have this program yet");

    private static string Help()
    {
        var rows = ProgramTable.All.Select(static entry => (entry.Name, entry.Run is null ? entry.Summary + " Not in this build yet." : entry.Summary));
        return "usage: pharos <program> [<flags>]\n\nThe Prometheus monitoring system in one executable.\n\nPrograms:\n"
            + TwoColumns.Format(rows)
            + "\nEach program has its own --help. A link to this executable that is named like\n"
            + "one of Prometheus's programs (prometheus, promtool) behaves as that program.\n";
    }
}
