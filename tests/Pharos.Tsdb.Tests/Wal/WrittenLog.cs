using Pharos.Storage;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Wal;

/// <summary>Writes and reads whole logs.</summary>
internal static class WrittenLog
{
    public static void Write(string directory, IEnumerable<byte[]> records, WalOptions options)
    {
        using var writer = new WalWriter(directory, options);
        foreach (var record in records)
        {
            writer.Log(record);
        }
    }

    /// <summary>All records up to the end or the damage.</summary>
    public static (List<byte[]> Records, WalDamage? Damage) Read(string directory, int first = 0, int last = int.MaxValue)
    {
        var records = new List<byte[]>();
        using var reader = new WalReader(directory, first, last);
        try
        {
            while (reader.MoveNext())
            {
                records.Add(reader.Record.ToArray());
            }
        }
        catch (CorruptionException exception)
        {
            Assert.NotNull(reader.Damage);
            Assert.Equal(reader.Damage.Path, exception.Path);
            Assert.Equal(reader.Damage.Position.Offset, exception.Offset);
            Assert.False(reader.MoveNext());
        }

        return (records, reader.Damage);
    }

    /// <summary>Bytes of which half can be compressed away.</summary>
    public static byte[] Record(int length, int seed)
    {
        var record = new byte[length];
        var random = new Random(seed);
        for (var i = 0; i < length;)
        {
            var run = Math.Min(length - i, random.Next(1, 40));
            if (i > 40 && random.Next(2) == 0)
            {
                record.AsSpan(i - 40, run).CopyTo(record.AsSpan(i));
            }
            else
            {
                random.NextBytes(record.AsSpan(i, run));
            }

            i += run;
        }

        return record;
    }
}
