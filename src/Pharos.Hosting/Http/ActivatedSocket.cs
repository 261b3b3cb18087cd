using System.Globalization;

namespace Pharos.Hosting.Http;

/// <summary>A listening socket that systemd opened before it started the program, so that no connection is lost between two starts.</summary>
/// <param name="Handle">The number of its file.</param>
/// <param name="Name">As the unit names it, for messages.</param>
public sealed record ActivatedSocket(int Handle, string Name)
{
    /// <summary>Files 0 to 2 are the standard ones; what systemd hands over comes right behind.</summary>
    private const int FirstHandle = 3;

    /// <summary>More than any unit has; a number beyond it is no count.</summary>
    private const int MostSockets = 1024;

    /// <summary>The sockets that this process was given, by the variables <c>LISTEN_PID</c>, <c>LISTEN_FDS</c> and <c>LISTEN_FDNAMES</c>.</summary>
    public static IReadOnlyList<ActivatedSocket> OfThisProcess() => Of(Environment.GetEnvironmentVariable, Environment.ProcessId);

    /// <summary>None if they are for another process: variables are handed on to children, and these are not for those.</summary>
    internal static IReadOnlyList<ActivatedSocket> Of(Func<string, string?> variable, int processId)
    {
        if (!int.TryParse(variable("LISTEN_PID"), NumberStyles.None, CultureInfo.InvariantCulture, out var meant) || meant != processId
            || !int.TryParse(variable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostSockets)
        {
            return [];
        }

        var names = (variable("LISTEN_FDNAMES") ?? "").Split(':');
        return [.. Enumerable.Range(0, count).Select(index => new ActivatedSocket(
            FirstHandle + index,
            index < names.Length && names[index].Length > 0 ? names[index] : string.Create(CultureInfo.InvariantCulture, $"LISTEN_FD_{FirstHandle + index}")))];
    }
}
