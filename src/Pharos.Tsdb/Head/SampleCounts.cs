namespace Pharos.Tsdb.Head;

/// <summary>What became of samples of one type.</summary>
internal struct SampleCounts
{
    /// <summary>Stored, in order or not.</summary>
    public long Appended;

    /// <summary>Stored out of order.</summary>
    public long Late;

    /// <summary>Refused: before the time from which on samples are accepted.</summary>
    public long OutOfBounds;

    /// <summary>Refused: older than the newest of their series, and none such are accepted.</summary>
    public long OutOfOrder;

    /// <summary>Refused: before the out-of-order window.</summary>
    public long TooOld;

    /// <summary>Counts a sample out of order, which a series may have already.</summary>
    public void AddLate(bool isStored)
    {
        if (isStored)
        {
            Appended++;
            Late++;
        }
    }
}
