using System.Runtime.InteropServices;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Which blocks a file becomes, and how many of them are made each time the file is read.</summary>
internal sealed class ImportPlan(long blockMs)
{
    /// <summary>More than that many samples in memory do not make it quicker.</summary>
    private const long MaxSamplesOfPass = 2_000_000;

    private const int MaxBlocksOfPass = 24;

    private readonly Dictionary<long, long> _samples = [];

    /// <summary>The number of the block that a time is in; blocks begin at multiples of their range.</summary>
    public long BlockOf(long timestampMs) => (timestampMs - (((timestampMs % blockMs) + blockMs) % blockMs)) / blockMs;

    public void Add(long timestampMs) => CollectionsMarshal.GetValueRefOrAddDefault(_samples, BlockOf(timestampMs), out _)++;

    /// <summary>The numbers of the blocks to make together, ascending.</summary>
    public IEnumerable<IReadOnlyList<long>> Passes()
    {
        var pass = new List<long>();
        long samples = 0;
        foreach (var (block, count) in _samples.OrderBy(static one => one.Key))
        {
            if (pass.Count == MaxBlocksOfPass || (pass.Count > 0 && samples + count > MaxSamplesOfPass))
            {
                yield return pass;
                pass = [];
                samples = 0;
            }

            pass.Add(block);
            samples += count;
        }

        if (pass.Count > 0)
        {
            yield return pass;
        }
    }
}
