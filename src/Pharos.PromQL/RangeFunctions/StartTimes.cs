namespace Pharos.PromQL.RangeFunctions;

/// <summary>What the times at which counters began say about two samples that follow each other. 0 is an unknown start.</summary>
internal static class StartTimes
{
    /// <summary>Whether the counter began anew between the samples.</summary>
    /// <remarks>
    /// A start at the very time of the sample before is one interval of a series of differences, and a reset then; but it is also what
    /// a cumulative series of unknown start looks like, whose earlier samples have no sensible start either.
    /// </remarks>
    public static bool IsReset(long previousStart, long previousTime, long start, long time)
    {
        if (start == 0 || start >= time || start < previousTime)
        {
            return false;
        }

        return start > previousTime || (previousStart != 0 && previousStart < previousTime);
    }

    /// <summary>Whether a sample claims time that the one before it covers, without being its continuation.</summary>
    public static bool IsOverlap(long previousStart, long previousTime, long start) =>
        start != 0 && start < previousTime && start != previousStart;
}
