namespace Pharos.Tsdb.Head.Replay;

/// <summary>Compares what the process takes with what it may take: of the machine, or of the container that it runs in.</summary>
internal static class MemoryInReach
{
    /// <summary>What replay may take; the rest is for what a server does beside it, and for growth until the next look.</summary>
    private const double MostPart = 0.6;

    public static bool IsShort(HeadStore head)
    {
        if (GC.CollectionCount(0) == 0)
        {
            // The runtime knows its limits from its first collection on.
            GC.Collect(0);
        }

        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return limit > 0 && head.NativeBytes + GC.GetTotalMemory(forceFullCollection: false) > limit * MostPart;
    }
}
