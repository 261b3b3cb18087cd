using Pharos.Testing.Processes;

namespace Pharos.Compatibility.Tests.Judgement;

/// <summary>The real <c>promtool check metrics</c>.</summary>
internal static class Promtool
{
    /// <summary>The exit status for metrics that can be read but could be better.</summary>
    public const int Complaints = 3;

    /// <summary>Skips the test where there is no promtool.</summary>
    public static Task<ProgramResult> CheckMetricsAsync(byte[] exposition)
    {
        var promtool = Executables.Peer("promtool");
        Assert.SkipWhen(promtool is null, "promtool is not there: set PHAROS_PEERS to its folder");
        return RunningProgram.RunWithInputAsync(promtool!, exposition, "check", "metrics");
    }
}
