using Pharos.Formats;
using Pharos.Formats.Text;

namespace Pharos.Fuzz.Targets;

/// <summary>The reader of OpenMetrics text with each of its options, alone and along a memory of lines.</summary>
internal sealed class OpenMetricsTarget : IFuzzTarget
{
    private static readonly ExpositionOptions[] Options =
    [
        new(),
        new() { SkipCreatedSeries = true },
        new() { SkipCreatedSeries = true, AddTypeAndUnitLabels = true },
    ];

    private readonly ExpositionScratch _scratch = new();
    private readonly ExpositionReading _reading = new();
    private readonly LineMemoryReading _lines = new();
    private readonly FuzzOutcome _plain = new();
    private readonly FuzzOutcome _remembered = new();

    public string Name => "openmetrics";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(Targets.Seeds.OpenMetrics, Targets.Seeds.NoSeriesAmongKnownOnes);

    public IReadOnlyList<byte[]> Tokens => Targets.Seeds.TextTokens;

    public string ConformanceFiles => ".om.txt";

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        foreach (var options in Options)
        {
            var reader = new OpenMetricsReader(input, _scratch, options);
            _reading.Read(ref reader, input, outcome);
        }

        // Without the skipping, asking for a start timestamp has effects on the lines behind; a memory of lines is used with it.
        var plain = new OpenMetricsReader(input, _scratch, Options[1]);
        _plain.Begin();
        _lines.Plain(ref plain, _plain);
        var memory = new LineMemory<ulong>();
        var earlier = new OpenMetricsReader(LineMemoryReading.EarlierVersion(input), _scratch, Options[1]);
        _remembered.Begin();
        _lines.Remembering(ref earlier, memory, _remembered);
        for (var round = 0; round < 2; round++)
        {
            var again = new OpenMetricsReader(input, _scratch, Options[1]);
            _remembered.Begin();
            _lines.Remembering(ref again, memory, _remembered);
            BrokenInvariantException.Require(
                _remembered.Digest == _plain.Digest,
                $"reading with a memory of lines gives something else: '{_remembered.LastMessage}', without '{_plain.LastMessage}'");
        }
    }
}
