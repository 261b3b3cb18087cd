using System.Runtime.InteropServices;
using Pharos.Model;

namespace Pharos.Storage.Merging;

/// <summary>One of the sets that are merged, whose series come in the order of labels.</summary>
internal abstract class LabelledSource(int index) : IMergeSource<LabelledSource>
{
    /// <summary>Its place among the sets.</summary>
    public int Index { get; } = index;

    public abstract LabelsView Labels { get; }

    public abstract bool MoveNext();

    public bool IsBefore(LabelledSource other) => Labels.CompareTo(other.Labels) < 0;
}

/// <summary>Goes through the label sets of several sources in their order, each once.</summary>
internal sealed class LabelMerge<TSource>
    where TSource : LabelledSource
{
    private readonly MergeHeap<LabelledSource> _waiting = new();
    private readonly List<TSource> _current = [];
    private readonly TSource[] _sources;

    /// <summary>How many label sets are still of use.</summary>
    private int _left;

    private bool _hasBegun;

    /// <param name="limit">The most label sets to go through; 0 for no limit.</param>
    public LabelMerge(TSource[] sources, int limit)
    {
        _sources = sources;
        _left = limit > 0 ? limit : int.MaxValue;
    }

    public ReadOnlySpan<TSource> Sources => _sources;

    /// <summary>Those that have the current label set, at least one.</summary>
    public ReadOnlySpan<TSource> Current => CollectionsMarshal.AsSpan(_current);

    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        foreach (var source in _hasBegun ? Current : _sources)
        {
            if (source.MoveNext())
            {
                _waiting.Push(source);
            }
        }

        _hasBegun = true;
        _current.Clear();
        if (_waiting.Count == 0)
        {
            return false;
        }

        _left--;
        var first = (TSource)_waiting.Pop();
        _current.Add(first);
        while (_waiting.Count > 0 && _waiting.Top.Labels.Equals(first.Labels))
        {
            _current.Add((TSource)_waiting.Pop());
        }

        return true;
    }
}
