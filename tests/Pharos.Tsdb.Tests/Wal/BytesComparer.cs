using System.Diagnostics.CodeAnalysis;

namespace Pharos.Tsdb.Tests.Wal;

internal sealed class BytesComparer : IEqualityComparer<byte[]>
{
    public static BytesComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] byte[] obj) => obj.Length;
}
