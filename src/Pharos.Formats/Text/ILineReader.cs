namespace Pharos.Formats.Text;

/// <summary>A reader of a text format that can be told what its next line probably is; see <see cref="LineMemory{TState}"/>.</summary>
public interface ILineReader : IExpositionReader
{
    /// <summary>The line of the current help or comment entry, without its end.</summary>
    ReadOnlySpan<byte> Line { get; }

    /// <summary>
    /// Moves to the next line if it is of this series, which was seen as <see cref="IExpositionReader.Series"/> before. False, and
    /// nothing read, if it is not. A broken value throws as in <see cref="IExpositionReader.Read"/>.
    /// </summary>
    bool TryReadKnown(ReadOnlySpan<byte> series);

    /// <summary>Moves behind the next line if it is this help or comment line, which was read before.</summary>
    bool TrySkipKnown(ReadOnlySpan<byte> line);

    /// <summary>Moves behind the next line if <see cref="IExpositionReader.Read"/> would read it and go on without an entry.</summary>
    bool TrySkipIgnored();
}
