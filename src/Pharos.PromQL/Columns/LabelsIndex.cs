using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.PromQL.Columns;

/// <summary>Numbers label sets in the order in which they come first, from 0. Equal sets have the same number. Not safe for concurrent use.</summary>
internal sealed class LabelsIndex
{
    private readonly ByteBuffer _labels = new();

    /// <summary>Where each set ends, which is where the next one begins.</summary>
    private readonly List<int> _ends = [];

    /// <summary>
    /// An open hash table. A place has the lower half of a hash and, below it, a number plus one; 0 is a free place. The half decides where
    /// a set goes, so the table grows without a look at the sets, and a search reads no set but the one it finds.
    /// </summary>
    private ulong[] _table = new ulong[16];

    public int Count => _ends.Count;

    /// <summary>The label set with a number, valid until the next one is added.</summary>
    public LabelsView this[int number]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var start = number == 0 ? 0 : _ends[number - 1];
            return new LabelsView(_labels.Written[start.._ends[number]]);
        }
    }

    /// <summary>The number of a label set, which is a new one if the result is true.</summary>
    public bool Add(LabelsView labels, out int number)
    {
        var hash = (uint)labels.Hash();
        if (TryFind(labels, hash, out var place, out number))
        {
            return false;
        }

        number = _ends.Count;
        _labels.Append(labels.Encoded);
        _ends.Add(_labels.Length);
        _table[place] = ((ulong)hash << 32) | (uint)(number + 1);
        if (_ends.Count * 2 > _table.Length)
        {
            Grow();
        }

        return true;
    }

    public bool TryFind(LabelsView labels, out int number) => TryFind(labels, (uint)labels.Hash(), out _, out number);

    private bool TryFind(LabelsView labels, uint hash, out uint place, out int number)
    {
        var mask = (uint)_table.Length - 1;
        for (place = hash & mask; _table[place] is var found && found != 0; place = (place + 1) & mask)
        {
            number = (int)(uint)found - 1;
            if (found >> 32 == hash && this[number].Equals(labels))
            {
                return true;
            }
        }

        number = -1;
        return false;
    }

    private void Grow()
    {
        var old = _table;
        _table = new ulong[old.Length * 2];
        var mask = (uint)_table.Length - 1;
        foreach (var found in old)
        {
            if (found == 0)
            {
                continue;
            }

            var place = (uint)(found >> 32) & mask;
            while (_table[place] != 0)
            {
                place = (place + 1) & mask;
            }

            _table[place] = found;
        }
    }
}
