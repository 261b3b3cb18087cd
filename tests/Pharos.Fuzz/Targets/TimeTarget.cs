using System.Text;
using Pharos.Foundation.Time;

namespace Pharos.Fuzz.Targets;

/// <summary>Times and durations as the HTTP API takes them.</summary>
internal sealed class TimeTarget : IFuzzTarget
{
    public string Name => "time";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "1435781451.781", "2015-07-01T20:10:51.781Z", "2015-07-01T20:10:51.78123456789+02:30", "-292273086-05-16T16:47:06Z", "0", "1e9", "2016-02-29T00:00:00-23:59", "NaN", "15s");

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "T", "Z", "+02:00", "-00:00", ".", ",", "-", ":", "60", "24", "29", "02", "0000", "9999", "e", "9223372036854775", "9223372036854775807", "Inf", "NaN", "1h", "0x1p3");

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var isTime = PrometheusTime.TryParse(input, out var timestampMs, out var problem);
        outcome.Message(problem ?? "");
        outcome.Result(timestampMs);
        if (isTime)
        {
            outcome.Feature(1, (ulong)Math.Min(input.Length, 32));
            Span<byte> seconds = stackalloc byte[PrometheusTime.MaxSecondsBytes];
            var written = seconds[..PrometheusTime.WriteSeconds(seconds, timestampMs)];
            outcome.Result(written);

            // Beyond this a double has no milliseconds any more.
            BrokenInvariantException.Require(
                timestampMs is <= -(1L << 51) or >= 1L << 51 || (PrometheusTime.TryParse(written, out var again, out _) && again == timestampMs),
                $"{timestampMs} ms, written as {Encoding.ASCII.GetString(written)}, is not read so");
        }

        var isDuration = PrometheusTime.TryParseDuration(input, out var duration, out problem);
        outcome.Message(problem ?? "");
        outcome.Result(isDuration ? duration.Ticks : -1);
        outcome.Feature(2, isDuration ? 1UL : 0);
    }
}
