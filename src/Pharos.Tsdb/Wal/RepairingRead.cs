using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Storage;

namespace Pharos.Tsdb.Wal;

/// <summary>Reads a log up to where it is broken, cuts it there if it is to be written on, and says so in one line.</summary>
internal static class RepairingRead
{
    /// <param name="read">Reads to the end, or throws <see cref="CorruptionException"/>.</param>
    /// <param name="damageHere">After that, where the log has to end, given the reason.</param>
    /// <param name="name">What the line calls the log.</param>
    /// <param name="repair">Whether the log is cut where it breaks, as it must be before it is written on; a reader leaves it.</param>
    /// <returns>What is broken; null if nothing is.</returns>
    public static string? Run(Action read, Func<string, WalDamage> damageHere, string name, bool repair, ILogger log)
    {
        try
        {
            read();
            return null;
        }
        catch (CorruptionException exception)
        {
            var damage = damageHere(exception.Reason);
            LogField[] place = [("segment", damage.Position.Segment), ("offset", damage.Position.Offset), ("err", damage.Reason)];
            if (!repair)
            {
                log.Warn($"{name} is read up to where it is broken", [.. place]);
                return exception.Message;
            }

            var repaired = WalRepair.Repair(Path.GetDirectoryName(damage.Path)!, damage);
            log.Warn(
                damage.IsTorn ? $"{name} ends within a record, which is dropped" : $"{name} is broken, what follows is dropped",
                [.. place, ("dropped_bytes", repaired.DroppedBytes), ("dropped_segments", repaired.DroppedSegments)]);
            return exception.Message;
        }
    }
}
