namespace Pharos.Fuzz;

/// <summary>
/// Something that takes bytes from strangers. A target keeps what the product keeps between inputs, such as scratch memory; the runner
/// sees to it that this does not change results.
/// </summary>
internal interface IFuzzTarget
{
    /// <summary>Also the folder of the corpus.</summary>
    string Name { get; }

    /// <summary>Valid or nearly valid inputs to begin with.</summary>
    IEnumerable<byte[]> Seeds { get; }

    /// <summary>Pieces that are worth inserting: keywords, separators, boundary values.</summary>
    IReadOnlyList<byte[]> Tokens { get; }

    /// <summary>Whether numbers of bytes stand before pieces of the input, as in protobuf.</summary>
    bool HasLengths => false;

    /// <summary>The folder of the conformance files' pieces that make good seeds: a file name's ending; null if there are none.</summary>
    string? ConformanceFiles => null;

    /// <summary>How much memory an input may take. The fixed part covers scratch memory and tables.</summary>
    long AllocationLimit(int inputLength) => 64L * inputLength + (1 << 20);

    /// <summary>
    /// Handles the input and notes what came of it. Documented exceptions are caught and noted; any other is a failure, as is a
    /// <see cref="BrokenInvariantException"/>.
    /// </summary>
    void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome);
}
