using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Storage;

namespace Pharos.Tsdb.Wal;

/// <summary>Reads a log up to where it is broken, cuts it there if it is to be written on, and says so in one line.</summary>
internal static class RepairingRead
{
    /// <param name="read">Reads to the end, or throws <see cref="CorruptionException"/>.</param>
    /// <param name="name">What the line calls the log.</param>
    /// <param name="repair">Whether the log is cut where it breaks, as it must be before it is written on; a reader leaves it.</param>
    /// <returns>What is broken; null if nothing is.</returns>
    public static string? Run(WalReader reader, Action<WalReader> read, string name, bool repair, ILogger log)
    {
        try
        {
            read(reader);
            return null;
        }
        catch (CorruptionException exception)
        {
            // A record that cannot be decoded although its checksum is right: all before it is good.
            var damage = reader.Damage ?? new WalDamage(reader.RecordPath, reader.RecordStart, exception.Reason, IsTorn: false);
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
