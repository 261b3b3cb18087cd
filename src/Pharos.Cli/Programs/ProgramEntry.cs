using System.Globalization;

namespace Pharos.Cli.Programs;

/// <summary>
/// A program in the executable. <see cref="Run"/> gets the name to use in messages and the arguments, and returns the exit status; it is
/// null where this build does not have the program yet.
/// </summary>
/// <param name="Name">The subcommand.</param>
/// <param name="Summary">One line for the list of programs.</param>
/// <param name="Links">Names under which the executable behaves as this program.</param>
/// <param name="Run">What runs it.</param>
internal sealed record ProgramEntry(string Name, string Summary, string[] Links, Func<Invocation, int>? Run = null);

/// <summary>One start of a program: how it was called, with what, and where its texts go.</summary>
internal sealed record Invocation(string Name, IReadOnlyList<string> Arguments, Terminal Terminal)
{
    /// <summary>The first word of the version text: the link's name, or the executable's.</summary>
    public string VersionName => Name.StartsWith("pharos", StringComparison.Ordinal) ? "pharos" : Name;

    /// <summary>
    /// Writes what was asked for and returns the exit status: a full disk, or an output that is closed, is nobody's bug and said in a line.
    /// </summary>
    public int Print(string text)
    {
        try
        {
            Terminal.Output.Write(text);
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // An output that was closed is reported as one that access is denied to, with the reason inside.
            return Fail($"cannot write the output: {(failure.InnerException ?? failure).Message}");
        }
    }

    /// <summary>Says what is wrong in one line and returns the exit status for it.</summary>
    public int Fail(string message)
    {
        try
        {
            Terminal.Error.Write($"{Name}: error: {OneLine(message)}\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nobody can be told; the exit status has to do.
        }

        return 1;
    }

    /// <summary>Messages quote what was typed, which may hold anything.</summary>
    private static string OneLine(string message) => message.Any(char.IsControl)
        ? string.Concat(message.Select(static one => char.IsControl(one) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)one:x2}") : one.ToString()))
        : message;
}
