using Pharos.Formats;
using Pharos.Formats.Text;

namespace Pharos.Fuzz.Targets;

/// <summary>The reader of Prometheus text, alone and along a memory of lines.</summary>
internal sealed class PrometheusTextTarget : IFuzzTarget
{
    private static readonly ExpositionOptions WithTypes = new() { AddTypeAndUnitLabels = true };

    private readonly ExpositionScratch _scratch = new();
    private readonly ExpositionReading _reading = new();
    private readonly LineMemoryReading _lines = new();
    private readonly FuzzOutcome _plain = new();
    private readonly FuzzOutcome _remembered = new();

    public string Name => "prometheus-text";

    public IEnumerable<byte[]> Seeds => [Targets.Seeds.Bytes(Targets.Seeds.PrometheusText)];

    public IReadOnlyList<byte[]> Tokens => Targets.Seeds.TextTokens;

    public string ConformanceFiles => ".prom.txt";

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var reader = new PrometheusTextReader(input, _scratch);
        _reading.Read(ref reader, input, outcome);
        var typed = new PrometheusTextReader(input, _scratch, WithTypes);
        _reading.Read(ref typed, input, outcome);

        var plain = new PrometheusTextReader(input, _scratch);
        _plain.Begin();
        _lines.Plain(ref plain, _plain);
        var memory = new LineMemory<ulong>();
        var earlier = new PrometheusTextReader(LineMemoryReading.EarlierVersion(input), _scratch);
        _remembered.Begin();
        _lines.Remembering(ref earlier, memory, _remembered);
        for (var round = 0; round < 2; round++)
        {
            var again = new PrometheusTextReader(input, _scratch);
            _remembered.Begin();
            _lines.Remembering(ref again, memory, _remembered);
            BrokenInvariantException.Require(
                _remembered.Digest == _plain.Digest,
                $"reading with a memory of lines gives something else: '{_remembered.LastMessage}', without '{_plain.LastMessage}'");
        }
    }
}
