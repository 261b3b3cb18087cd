using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Tsdb.Wal;

namespace Pharos.Fuzz.Targets;

/// <summary>
/// A page of the write-ahead log in memory. Its checksums are made right first, so that what lies behind them is reached: kinds in any
/// order, and content that cannot be decompressed.
/// </summary>
internal sealed class WalPageTarget : IFuzzTarget
{
    public string Name => "wal-page";

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            using var snappy = new RecordCompressor(WalCompression.Snappy);
            using var zstd = new RecordCompressor(WalCompression.Zstd);
            var layout = new FragmentLayout(WalFormat.PageBytes);
            foreach (var compressor in new[] { snappy, zstd })
            {
                layout.Begin(0);
                layout.Add([1], 0);
                layout.Add([], 0);
                layout.Add(compressor.Compress(Targets.Seeds.Bytes(Targets.Seeds.PrometheusText), out var flags), flags);
                layout.Add(compressor.Compress(new byte[500], out flags), flags);
                yield return layout.Bytes.ToArray();
                layout.Begin(WalFormat.PageBytes - 30);
                layout.Add(compressor.Compress(Targets.Seeds.Bytes(Targets.Seeds.OpenMetrics), out flags), flags);
                yield return layout.Bytes[30..].ToArray();
                yield return layout.Bytes.ToArray();
            }
        }
    }

    public IReadOnlyList<byte[]> Tokens { get; } =
        [[1, 0, 0, 0, 0, 0, 0], [2, 0, 1, 0, 0, 0, 0, 5], [3, 0, 0, 0, 0, 0, 0], [4, 0, 0, 0, 0, 0, 0], [9], [10], [12], [17], [18], [20], [25], [0xFF]];

    /// <summary>A zstd frame of a few bytes may stand for the longest record there is, in a buffer that doubled until it was found.</summary>
    public long AllocationLimit(int inputLength) => 3L * WalFormat.MaxRecordBytes;

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        var page = input[..Math.Min(input.Length, WalFormat.PageBytes)].ToArray();
        using var assembler = new RecordAssembler();
        var at = 0;
        while (true)
        {
            CorrectChecksum(page.AsSpan(at));
            var step = WalPage.Read(page, at, out var fragment, out var problem);
            outcome.Feature(1, (ulong)step);
            if (step != PageStep.Fragment)
            {
                outcome.Message(problem);
                BrokenInvariantException.Require(step == PageStep.Damage == problem.Length > 0, "damage without a reason, or a reason without damage");
                return;
            }

            BrokenInvariantException.Require(
                fragment.Start == at + WalFormat.HeaderBytes && fragment.End <= page.Length, "a fragment is not where it was looked for");
            at = fragment.End;
            if (!assembler.TryAdd(fragment, page.AsMemory(fragment.Start, fragment.Length), out var order))
            {
                outcome.Message(order);
                return;
            }

            outcome.Feature(2, (ulong)fragment.Kind * 4 + (ulong)fragment.Compression);
            if (!assembler.IsPending)
            {
                outcome.Result(assembler.Record.Span);
            }
        }
    }

    private static void CorrectChecksum(Span<byte> rest)
    {
        if (rest.Length >= WalFormat.HeaderBytes && rest[0] != 0)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
            if (length <= rest.Length - WalFormat.HeaderBytes)
            {
                BinaryPrimitives.WriteUInt32BigEndian(rest[3..], Crc32C.Compute(rest.Slice(WalFormat.HeaderBytes, length)));
            }
        }
    }
}
