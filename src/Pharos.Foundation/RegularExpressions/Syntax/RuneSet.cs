using System.Collections;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>An immutable set of code points: ascending ranges that neither overlap nor touch. Equal when the members are.</summary>
internal sealed class RuneSet : IEquatable<RuneSet>, IEnumerable<(int First, int Last)>
{
    public static readonly RuneSet Empty = new([]);
    public static readonly RuneSet All = new([0, Utf8Runes.Last]);
    public static readonly RuneSet AllButNewline = new([0, '\n' - 1, '\n' + 1, Utf8Runes.Last]);

    /// <summary>First and last of each range, one after the other.</summary>
    private readonly int[] _bounds;
    private readonly int _hash;

    internal RuneSet(int[] bounds)
    {
        _bounds = bounds;
        var hash = new HashCode();
        foreach (var bound in bounds)
        {
            hash.Add(bound);
        }

        _hash = hash.ToHashCode();
    }

    public int RangeCount => _bounds.Length / 2;

    public bool IsEmpty => _bounds.Length == 0;

    public bool IsAll => _bounds is [0, Utf8Runes.Last];

    /// <summary>The number of members.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var (first, last) in this)
            {
                count += last - first + 1;
            }

            return count;
        }
    }

    /// <summary>Whether it has exactly one member, and which.</summary>
    public bool IsSingle(out int rune)
    {
        rune = IsEmpty ? -1 : _bounds[0];
        return _bounds.Length == 2 && _bounds[0] == _bounds[1];
    }

    public static RuneSet Of(int rune) => new([rune, rune]);

    public static RuneSet Union(RuneSet left, RuneSet right)
    {
        var builder = new RuneSetBuilder();
        builder.Add(left);
        builder.Add(right);
        return builder.Build();
    }

    public static RuneSet Complement(RuneSet set)
    {
        var bounds = new List<int>(set._bounds.Length + 2);
        var next = 0;
        foreach (var (first, last) in set)
        {
            if (next < first)
            {
                bounds.Add(next);
                bounds.Add(first - 1);
            }

            next = last + 1;
        }

        if (next <= Utf8Runes.Last)
        {
            bounds.Add(next);
            bounds.Add(Utf8Runes.Last);
        }

        return new RuneSet([.. bounds]);
    }

    public bool Contains(int rune)
    {
        var index = Array.BinarySearch(_bounds, rune);

        // Between the two bounds of a range the insertion point is odd.
        return index >= 0 || (~index & 1) == 1;
    }

    public bool Equals(RuneSet? other) => other is not null && _hash == other._hash && _bounds.AsSpan().SequenceEqual(other._bounds);

    public override bool Equals(object? obj) => Equals(obj as RuneSet);

    public override int GetHashCode() => _hash;

    public Enumerator GetEnumerator() => new(_bounds);

    IEnumerator<(int First, int Last)> IEnumerable<(int First, int Last)>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal struct Enumerator(int[] bounds) : IEnumerator<(int First, int Last)>
    {
        private int _index = -2;

        public readonly (int First, int Last) Current => (bounds[_index], bounds[_index + 1]);

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => (_index += 2) < bounds.Length;

        public void Reset() => _index = -2;

        public readonly void Dispose()
        {
        }
    }
}
