using Pharos.Foundation.Files;
namespace Pharos.Tsdb.Wal;

/// <summary>What a repair took away.</summary>
/// <param name="Damage">Why.</param>
/// <param name="DroppedBytes">The end of the damaged segment, and all of those behind it.</param>
/// <param name="DroppedSegments">How many segments behind the damaged one were deleted.</param>
public sealed record WalRepairResult(WalDamage Damage, long DroppedBytes, int DroppedSegments);

/// <summary>
/// Makes a log readable again by dropping all from the damage on: what comes later may depend on what is lost. Nobody else has the log
/// open meanwhile.
/// </summary>
public static class WalRepair
{
    /// <summary>
    /// Can be interrupted at any point and done again: later segments go first, newest first, so that never one is missing between others.
    /// </summary>
    public static WalRepairResult Repair(string directory, WalDamage damage)
    {
        long dropped = 0;
        var deleted = 0;
        foreach (var segment in WalSegments.List(directory).Reverse().TakeWhile(segment => segment.Index > damage.Position.Segment))
        {
            dropped += new FileInfo(segment.Path).Length;
            File.Delete(segment.Path);
            deleted++;
        }

        using (var file = File.OpenHandle(damage.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            var offset = damage.Position.Offset;
            dropped += Math.Max(0, RandomAccess.GetLength(file) - offset);
            RandomAccess.SetLength(file, offset);

            // Zeros to the end of the page, as in every segment that is complete.
            RandomAccess.SetLength(file, WalFormat.PageEnd(offset));
            RandomAccess.FlushToDisk(file);
        }

        DirectorySync.Flush(directory);
        return new WalRepairResult(damage, dropped, deleted);
    }
}
