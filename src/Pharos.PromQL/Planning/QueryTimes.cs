namespace Pharos.PromQL.Planning;

/// <summary>The times that a query was asked for, which its expressions may refer to.</summary>
/// <param name="StepMs">0 for an instant query.</param>
internal readonly record struct QueryTimes(long StartMs, long EndMs, long StepMs)
{
    public long RangeMs => EndMs - StartMs;

    public bool IsInstant => StepMs == 0;

    /// <summary>The step, as expressions see it.</summary>
    public long VisibleStepMs => StartMs == EndMs ? 0 : StepMs;

    public TimeGrid Grid => IsInstant ? TimeGrid.Instant(StartMs) : TimeGrid.Range(StartMs, EndMs, StepMs);
}
