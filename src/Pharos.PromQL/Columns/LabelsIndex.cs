using System.Numerics;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.PromQL.Columns;

/// <summary>Numbers label sets in the order in which they come first, from 0. Equal sets have the same number. Not safe for concurrent use.</summary>
internal sealed class LabelsIndex
{
    private readonly ByteBuffer _labels = new();
    private readonly List<(int Start, int Length, ulong Hash)> _sets = [];
    private int[] _table = new int[16];

    public int Count => _sets.Count;

    /// <summary>The label set with a number, valid until the next one is added.</summary>
    public LabelsView this[int number] => new(_labels.Written.Slice(_sets[number].Start, _sets[number].Length));

    /// <summary>The number of a label set, which is a new one if the result is true.</summary>
    public bool Add(LabelsView labels, out int number)
    {
        var hash = labels.Hash();
        if (TryFind(labels, hash, out var slot, out number))
        {
            return false;
        }

        number = _sets.Count;
        _sets.Add((_labels.Length, labels.Encoded.Length, hash));
        _labels.Append(labels.Encoded);
        _table[slot] = number + 1;
        if (_sets.Count * 2 > _table.Length)
        {
            Grow();
        }

        return true;
    }

    public bool TryFind(LabelsView labels, out int number) => TryFind(labels, labels.Hash(), out _, out number);

    private bool TryFind(LabelsView labels, ulong hash, out int slot, out int number)
    {
        var mask = _table.Length - 1;
        for (slot = (int)(hash & (uint)mask); _table[slot] != 0; slot = (slot + 1) & mask)
        {
            number = _table[slot] - 1;
            if (_sets[number].Hash == hash && this[number].Equals(labels))
            {
                return true;
            }
        }

        number = -1;
        return false;
    }

    private void Grow()
    {
        _table = new int[BitOperations.RoundUpToPowerOf2((uint)_sets.Count * 4)];
        var mask = _table.Length - 1;
        for (var number = 0; number < _sets.Count; number++)
        {
            var slot = (int)(_sets[number].Hash & (uint)mask);
            while (_table[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _table[slot] = number + 1;
        }
    }
}
