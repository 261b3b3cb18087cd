using Pharos.Cli.Flags;
using Pharos.Cli.Programs.Promtool.Servers;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>All that <c>promtool</c> can be asked to do. A tree is for one command line.</summary>
internal static class PromtoolCommands
{
    private static readonly string[] NotYet = ["test rules"];

    public static Command New()
    {
        var root = new Command("", "Tooling for the Prometheus monitoring system.");
        var flags = new PromtoolFlags(root);
        CheckCommands.AddTo(root, flags);
        QueryCommands.AddTo(root);
        DebugCommands.AddTo(root);
        PushCommands.AddTo(root);
        TsdbCommands.AddTo(root);
        PromQLCommands.AddTo(root, flags);
        foreach (var path in NotYet)
        {
            var names = path.Split(' ');
            var outer = root.Find(names[0]) ?? root.Add(new Command(names[0], $"Commands of promtool {names[0]}."));
            outer.Add(new Command(names[1], $"As promtool {path}."));
        }

        return root;
    }
}
