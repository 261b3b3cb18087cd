using System.Text;

namespace Pharos.Cli;

/// <summary>Where a program's own texts go: what was asked for to the output, complaints to the error stream. Not the log.</summary>
internal sealed record Terminal(TextWriter Output, TextWriter Error)
{
    /// <summary>Opens what is piped into the program. The caller disposes it.</summary>
    public Func<Stream> Input { get; init; } = Console.OpenStandardInput;

    /// <summary>
    /// The streams of the process, unbuffered by us. They are opened as bytes: the console's own writers would look at the
    /// terminal's settings first, which costs more than all the rest of <c>--version</c>.
    /// </summary>
    public static Terminal OfProcess() => new(Writer(Console.OpenStandardOutput()), Writer(Console.OpenStandardError()));

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), bufferSize: 4096) { AutoFlush = true };
}
