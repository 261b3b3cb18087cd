namespace Pharos.Cli.Flags;

/// <summary>The answer to <c>--help</c>, laid out as users of Prometheus know it.</summary>
internal static class HelpText
{
    public static string Of(string program, string summary, FlagSet flags) =>
        $"usage: {program} [<flags>]\n\n{summary}\n\nFlags:\n"
        + TwoColumns.Format(flags.Flags.Where(static flag => !flag.IsHidden).Select(static flag => (Left(flag), flag.Help)));

    private static string Left(Flag flag)
    {
        var start = flag.Short is { } letter ? $"-{letter}, --" : "    --";
        return start + (flag.IsSwitch ? "[no-]" : "") + flag.Name + flag.ValueText;
    }
}
