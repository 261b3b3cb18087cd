using Pharos.Foundation.Text;

namespace Pharos.Cli;

/// <summary>The last words of a process whose own code failed: one line that holds the whole story, for a bug report.</summary>
internal static class Crash
{
    /// <summary>The exit status of a Go program that panics.</summary>
    public const int ExitCode = 2;

    public static void Report(TextWriter error, object? exception)
    {
        try
        {
            error.Write($"pharos: fatal: this is a bug, please report it: {GoQuote.Quote(exception?.ToString() ?? "unknown")}\n");
            error.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nobody can be told; the exit status has to do.
        }
    }
}
