using Pharos.Formats;
using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;

namespace Pharos.Fuzz.Targets;

/// <summary>The reader of protobuf with each of its options.</summary>
internal sealed class ProtobufTarget : IFuzzTarget
{
    private static readonly ExpositionOptions[] Options =
    [
        new(),
        new() { IgnoreNativeHistograms = true },
        new() { KeepClassicHistograms = true, AddTypeAndUnitLabels = true },
    ];

    private readonly ExpositionScratch _scratch = new();
    private readonly ExpositionReading _reading = new();

    public string Name => "protobuf";

    public IEnumerable<byte[]> Seeds => ProtobufSeeds.All;

    public IReadOnlyList<byte[]> Tokens => ProtobufSeeds.Tokens;

    public bool HasLengths => true;

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        foreach (var options in Options)
        {
            var reader = new ProtobufReader(input, _scratch, options);
            _reading.Read(ref reader, input, outcome);
        }
    }
}
