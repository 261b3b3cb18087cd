using System.Numerics;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Columns;

/// <summary>Room of the same length for each group. Groups are numbered from 0; those before one that is asked for are there as well.</summary>
internal sealed class GroupTable<T>
    where T : struct
{
    /// <summary>Blocks of this size are quickly moved while there are few groups, and make few objects of many.</summary>
    private const int ItemsPerBlock = 1 << 14;

    private readonly QueryRun _run;
    private readonly T[] _initial;
    private readonly int _shift;
    private readonly int _samples;
    private readonly List<T[]> _blocks = [];
    private int _groups;

    /// <param name="initial">What a new group has.</param>
    /// <param name="samples">For how many samples a group counts.</param>
    public GroupTable(QueryRun run, T[] initial, int samples)
    {
        _run = run;
        _initial = initial;
        _samples = samples;
        _shift = BitOperations.Log2((uint)Math.Max(1, ItemsPerBlock / Math.Max(1, initial.Length)));
    }

    /// <summary>The room of a group; valid until a new group comes.</summary>
    public Span<T> this[int group]
    {
        get
        {
            while (group >= _groups)
            {
                AddGroup();
            }

            return _blocks[group >> _shift].AsSpan((group & ((1 << _shift) - 1)) * _initial.Length, _initial.Length);
        }
    }

    private void AddGroup()
    {
        _run.Budget.Take(_samples);
        var block = _groups >> _shift;
        var start = (_groups & ((1 << _shift) - 1)) * _initial.Length;
        if (block == _blocks.Count)
        {
            _blocks.Add(new T[block == 0 ? _initial.Length : checked(_initial.Length << _shift)]);
        }
        else if (start == _blocks[block].Length)
        {
            // Only the first block begins small: most aggregations have few groups.
            var grown = _blocks[block];
            Array.Resize(ref grown, grown.Length * 2);
            _blocks[block] = grown;
        }

        _initial.CopyTo(_blocks[block], start);
        _groups++;
    }
}
