namespace Pharos.Tsdb.Wal;

/// <summary>How records are compressed, each as a whole. Readers take any, record by record.</summary>
public enum WalCompression : byte
{
    None,
    Snappy,
    Zstd,
}
