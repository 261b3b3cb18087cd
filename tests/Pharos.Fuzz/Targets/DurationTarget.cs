using System.Text;
using Pharos.Foundation.Time;

namespace Pharos.Fuzz.Targets;

/// <summary>Durations of Prometheus and of Go: what is read is written and read again as the same.</summary>
internal sealed class DurationTarget : IFuzzTarget
{
    public string Name => "duration";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of("1h30m", "0", "292y24w3d23h47m16s854ms", "-5m", "1.5h", "1us2ns", "2h45m0.5s", "100ms", "15250w1d", "1y");

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "y", "w", "d", "h", "m", "s", "ms", "us", "µs", "μs", "ns", "-", "+", ".", "0", "9223372036", "9223372036854775807", "9223372036854775808", "292", "5");

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var isPlain = PrometheusDuration.TryParse(input, out var milliseconds, out var problem);
        outcome.Message(problem ?? "");
        outcome.Result(milliseconds);
        if (isPlain)
        {
            outcome.Feature(1, (ulong)Math.Min(input.Length, 20));
            var written = Encoding.UTF8.GetBytes(PrometheusDuration.Format(milliseconds));
            BrokenInvariantException.Require(
                PrometheusDuration.TryParse(written, out var again, out _) && again == milliseconds, $"{milliseconds} ms is not read as it was written");
        }

        var isSigned = PrometheusDuration.TryParseSigned(input, out var signed, out _);
        outcome.Result(signed);
        BrokenInvariantException.Require(!isPlain || (isSigned && signed == milliseconds), "the sign that is not there makes a difference");

        var isGo = GoDuration.TryParse(Encoding.UTF8.GetString(input), out var nanoseconds, out problem);
        outcome.Message(problem ?? "");
        outcome.Result(nanoseconds);
        if (isGo)
        {
            outcome.Feature(2, (ulong)Math.Min(input.Length, 20));
            BrokenInvariantException.Require(
                GoDuration.TryParse(GoDuration.Format(nanoseconds), out var again, out _) && again == nanoseconds, $"{nanoseconds} ns is not read as it was written");
        }
    }
}
