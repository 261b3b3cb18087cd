namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Finds symbols by their numbers, and remembers where the last ones of each group of numbers are: names and most values come again and
/// again. Not safe for concurrent use.
/// </summary>
internal sealed class RecentSymbols
{
    private const int Slots = 1 << 10;

    private readonly (uint Number, uint Distance)[] _slots = new (uint Number, uint Distance)[Slots];

    public RecentSymbols(SymbolTable table)
    {
        Table = table;

        // No symbol has this number, since there are fewer.
        _slots.AsSpan().Fill((uint.MaxValue, 0));
    }

    public SymbolTable Table { get; }

    /// <inheritdoc cref="SymbolTable.EncodedAt"/>
    public ReadOnlySpan<byte> EncodedAt(uint number)
    {
        if (Table.IsByOffset)
        {
            return Table.EncodedAt(number);
        }

        ref var slot = ref _slots[number % Slots];
        if (slot.Number != number || number >= Table.Count)
        {
            slot = (number, Table.DistanceOf(number));
        }

        return Table.EncodedAtDistance(slot.Distance);
    }
}
