using System.Text;

namespace Pharos.Cli.Flags;

/// <summary>The answer to <c>--help</c>, laid out as users of Prometheus know it.</summary>
internal static class HelpText
{
    public static string Of(string program, string summary, FlagSet flags) =>
        $"usage: {program} [<flags>]\n\n{summary}\n\n" + FlagsOf(flags);

    /// <summary>Of the command that the command line has led to.</summary>
    public static string Of(string program, Command command, FlagSet flags)
    {
        var text = new StringBuilder($"usage: {program} {command.Usage()}\n\n");
        text.Append(TwoColumns.Fill(command.Summary)).Append("\n\n").Append(FlagsOf(flags));
        if (command.Arguments.Count > 0)
        {
            text.Append("\nArgs:\n").Append(TwoColumns.Format(command.Arguments.Select(static argument => (argument.Usage, argument.Help))));
        }

        if (command.Commands.Count > 0)
        {
            text.Append(command.Path.Length == 0 ? "\nCommands:\n" : "\nSubcommands:\n");
            text.Append(TwoColumns.Format(command.Leaves().Select(static leaf => (leaf.Path, leaf.Run is null ? leaf.Summary + " Not in this build yet." : leaf.Summary))));
        }

        return text.ToString();
    }

    private static string FlagsOf(FlagSet flags) =>
        "Flags:\n" + TwoColumns.Format(flags.Flags.Where(static flag => !flag.IsHidden).Select(static flag => (Left(flag), flag.Help)));

    private static string Left(Flag flag)
    {
        var start = flag.Short is { } letter ? $"-{letter}, --" : "    --";
        return start + (flag.IsSwitch ? "[no-]" : "") + flag.Name + flag.ValueText;
    }
}
