using System.Runtime.InteropServices;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>How many series have a label of each name; names are few. Not safe for concurrent use.</summary>
internal sealed class LabelUses
{
    private readonly Dictionary<uint, uint> _uses = [];

    public void Add(uint name) => CollectionsMarshal.GetValueRefOrAddDefault(_uses, name, out _)++;

    /// <summary>Numbers of names with their uses, in the order of the names.</summary>
    public (uint Name, uint Uses)[] Sorted() => [.. _uses.Select(static use => (use.Key, use.Value)).OrderBy(static use => use.Key)];
}
