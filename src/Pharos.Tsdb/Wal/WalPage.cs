using System.Buffers.Binary;
using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// The fragments of a page, one after the other. The page may be there in part only, so that a segment can be followed while it is
/// written: after <see cref="PageStep.End"/> or <see cref="PageStep.Incomplete"/> the same place is looked at again when there is more.
/// </summary>
internal static class WalPage
{
    /// <param name="page">What there is of the page, from its beginning.</param>
    /// <param name="at">The end of the fragment before, 0 at the beginning.</param>
    /// <param name="fragment">What was found, if <see cref="PageStep.Fragment"/> is returned.</param>
    /// <param name="problem">What is wrong, if it is <see cref="PageStep.Damage"/>.</param>
    public static PageStep Read(ReadOnlySpan<byte> page, int at, out WalFragment fragment, out string problem)
    {
        fragment = default;
        problem = "";
        var rest = page[at..];
        if (rest.IsEmpty)
        {
            return PageStep.End;
        }

        var kind = (FragmentKind)(rest[0] & WalFormat.KindMask);
        if (kind == FragmentKind.Padding)
        {
            problem = rest.ContainsAnyExcept((byte)0) ? "unexpected non-zero byte in padded page" : "";
            return problem.Length == 0 ? PageStep.End : PageStep.Damage;
        }

        if (kind > FragmentKind.Last)
        {
            problem = $"unexpected record type {(int)kind}";
            return PageStep.Damage;
        }

        if (at > WalFormat.MaxFragmentBytes)
        {
            problem = $"a record header with {WalFormat.PageBytes - at} bytes to the end of the page";
            return PageStep.Damage;
        }

        if (rest.Length < WalFormat.HeaderBytes)
        {
            return PageStep.Incomplete;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
        var start = at + WalFormat.HeaderBytes;
        if (length > WalFormat.PageBytes - start)
        {
            problem = $"invalid record size {length}";
            return PageStep.Damage;
        }

        if (length > page.Length - start)
        {
            return PageStep.Incomplete;
        }

        var expected = BinaryPrimitives.ReadUInt32BigEndian(rest[3..]);
        var actual = Crc32C.Compute(page.Slice(start, length));
        if (actual != expected)
        {
            problem = $"unexpected checksum {actual:x}, expected {expected:x}";
            return PageStep.Damage;
        }

        fragment = new WalFragment(kind, CompressionOf(rest[0]), start, length);
        return PageStep.Fragment;
    }

    private static WalCompression CompressionOf(int header) =>
        (header & WalFormat.SnappyFlag) != 0 ? WalCompression.Snappy
        : (header & WalFormat.ZstdFlag) != 0 ? WalCompression.Zstd
        : WalCompression.None;
}
