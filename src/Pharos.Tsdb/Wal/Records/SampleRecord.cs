namespace Pharos.Tsdb.Wal.Records;

/// <param name="StartTimestampMs">When the counter began, 0 if unknown. Only records of the second version hold it.</param>
public readonly record struct SampleRecord(ulong Series, long TimestampMs, double Value, long StartTimestampMs = 0);
