using System.Globalization;

namespace Pharos.Compatibility.Tests.Queries.Generation;

/// <summary>A query and the times to evaluate it at.</summary>
/// <param name="StepMs">0 for an instant query.</param>
internal sealed record AskedQuery(string Text, long StartMs, long EndMs, long StepMs)
{
    public bool IsRange => StepMs > 0;

    public override string ToString() => IsRange
        ? string.Create(CultureInfo.InvariantCulture, $"{Text}\n  from {Seconds(StartMs)} to {Seconds(EndMs)} step {Seconds(StepMs)}")
        : string.Create(CultureInfo.InvariantCulture, $"{Text}\n  at {Seconds(StartMs)}");

    /// <summary>As the HTTP API takes times.</summary>
    public static string Seconds(long ms) => (ms / 1000m).ToString(CultureInfo.InvariantCulture);
}
