using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>
/// Start timestamps in records of the second version: a marker, and where it says so the difference to the first one of the record.
/// </summary>
internal static class StartTimes
{
    public const byte Absent = 0;

    /// <summary>The same as that of the entry before.</summary>
    public const byte Same = 1;

    public const byte Explicit = 2;

    public static void Append(ByteBuffer destination, long startMs, long previousMs, long firstMs)
    {
        if (startMs == 0)
        {
            destination.Append(Absent);
        }
        else if (startMs == previousMs)
        {
            destination.Append(Same);
        }
        else
        {
            destination.Append(Explicit);
            destination.AppendSignedVarInt(startMs - firstMs);
        }
    }

    public static long Read(ref RecordCursor cursor, long previousMs, long firstMs) => cursor.Byte() switch
    {
        Absent => 0,
        Same => previousMs,
        _ => firstMs + cursor.SignedVarInt(),
    };
}
