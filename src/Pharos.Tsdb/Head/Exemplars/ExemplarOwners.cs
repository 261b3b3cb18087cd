using Pharos.Foundation.Bytes;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Exemplars;

/// <summary>
/// The series that have exemplars, under small numbers from 1 on. They are known by their labels and not by their slots: when the head drops a
/// series its exemplars stay what they were, and are its own again if it comes back. Guarded by the lock of the ring.
/// </summary>
internal sealed unsafe class ExemplarOwners(SymbolTable symbols, SlabAllocator memory)
{
    private readonly TagTable _table = new();
    private readonly Stack<uint> _free = [];
    private ExemplarOwner[] _owners = new ExemplarOwner[16];
    private uint _limit = 1;
    private ulong _lastId;

    public int Count => _table.Count;

    /// <summary>One more than the greatest number ever given.</summary>
    public uint Limit => _limit;

    public ref ExemplarOwner this[uint number] => ref _owners[number];

    /// <summary>The number of the series with these labels, 0 if it has no exemplars.</summary>
    /// <param name="labels">As in <see cref="SeriesLabels"/>, of a series of the head that the caller keeps from being freed.</param>
    public uint Find(byte* labels)
    {
        var encoded = SeriesLabels.Encoded(labels);
        return _table.TryFind(Tag(encoded), new OwnerMatch(this, encoded), out var number) ? number : 0;
    }

    /// <summary>Adds a series that is not there, without exemplars as yet.</summary>
    public uint Add(byte* labels)
    {
        if (!_free.TryPop(out var number))
        {
            number = _limit++;
            if (number == _owners.Length)
            {
                Array.Resize(ref _owners, _owners.Length * 2);
            }
        }

        _owners[number] = new ExemplarOwner
        {
            Id = ++_lastId,
            Labels = SeriesLabels.Share(labels, symbols, memory),
            Oldest = ExemplarEntry.None,
            Newest = ExemplarEntry.None,
        };
        _table.Add(Tag(SeriesLabels.Encoded(labels)), number);
        return number;
    }

    public void Remove(uint number)
    {
        var labels = _owners[number].Labels;
        _table.Remove(Tag(SeriesLabels.Encoded(labels)), number);
        SeriesLabels.Free(labels, symbols, memory);
        _owners[number] = default;
        _free.Push(number);
    }

    /// <summary>Equal label sets have equal symbols and so equal bytes here: there is no need to look at the texts.</summary>
    private static uint Tag(ReadOnlySpan<byte> encoded) => (uint)KeyedHash.Hash(encoded);

    private readonly ref struct OwnerMatch(ExemplarOwners owners, ReadOnlySpan<byte> encoded) : ITagMatch
    {
        private readonly ReadOnlySpan<byte> _encoded = encoded;

        public bool IsMatch(uint number) => SeriesLabels.Encoded(owners._owners[number].Labels).SequenceEqual(_encoded);
    }
}

/// <summary>A series with exemplars: its labels, and where the list of its exemplars by time begins and ends.</summary>
internal unsafe struct ExemplarOwner
{
    /// <summary>Told apart from earlier ones under the same number; 0 while the number is free.</summary>
    public ulong Id;

    /// <summary>See <see cref="SeriesLabels"/>; a reference on each symbol is held.</summary>
    public byte* Labels;

    public int Oldest;
    public int Newest;
}
