using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Model;

/// <summary>
/// Makes label sets: set, remove and read labels in any order, then take the result. Reuse one instance with <see cref="Reset()"/>;
/// it allocates only until it has seen its largest set. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Labels are copied in, in the encoding of <see cref="LabelsView"/>. When they come in the order of their names, as most exposition lines
/// have them, what was copied in already is the result. Spans returned by <see cref="Get"/> are valid until the next change.
/// </remarks>
public sealed class LabelsBuilder
{
    /// <summary>Up to here insertion sort is quicker; beyond, its quadratic time would be a gift to whoever sends the labels.</summary>
    private const int InsertionSortLimit = 32;

    private readonly ByteBuffer _stored = new();
    private readonly ByteBuffer _encoded = new();

    /// <summary>The names that were added with an empty value, each with its length before it; null until there is one.</summary>
    private ByteBuffer? _addedEmpty;
    private Entry[] _entries = new Entry[16];
    private int _count;

    /// <summary>The entries are ordered by name.</summary>
    private bool _isSorted = true;

    /// <summary>What is stored is the entries one after the other, in their order, and nothing else.</summary>
    private bool _isCompact = true;

    /// <summary>Whether the entries are there. A set that was taken over whole has none until somebody asks for one of its labels.</summary>
    private bool _isIndexed = true;

    private int _lastRank;
    private Comparison<Entry>? _byName;

    public LabelsBuilder()
    {
    }

    public LabelsBuilder(LabelsView start)
    {
        Reset(start);
    }

    public int Count
    {
        get
        {
            EnsureIndexed();
            return _count;
        }
    }

    /// <summary>Whether the labels were added in the order of their names, which makes <see cref="View"/> free.</summary>
    public bool IsOrdered => _isSorted;

    public void Reset()
    {
        _addedEmpty?.Clear();
        _stored.Clear();
        _count = 0;
        _isSorted = true;
        _isCompact = true;
        _isIndexed = true;
        _lastRank = 0;
    }

    public void Reset(LabelsView start)
    {
        _addedEmpty?.Clear();
        var encoded = start.Encoded;
        encoded.CopyTo(BeginEncoded(encoded.Length));
        EndEncoded(encoded.Length);
    }

    /// <summary>
    /// Empties the builder and lends room for at least so many bytes, for a whole set in the encoding of <see cref="LabelsView"/>.
    /// <see cref="EndEncoded"/> takes over what was written; if it is not called, the builder stays empty.
    /// </summary>
    public Span<byte> BeginEncoded(int length)
    {
        Reset();
        return _stored.GetSpan(length);
    }

    /// <summary>
    /// Takes over the first <paramref name="length"/> bytes written since <see cref="BeginEncoded"/>. They are trusted: names in their
    /// order and unique, no value empty. It is as if each label had been added.
    /// </summary>
    public void EndEncoded(int length)
    {
        _stored.Advance(length);
        _isIndexed = false;
    }

    /// <summary>
    /// Adds a label whose name is not there yet; the caller knows that, or checks with <see cref="HasDuplicateNames"/> afterwards. An
    /// empty value adds nothing.
    /// </summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            Append(name, value, rank: 0);
        }
        else
        {
            _addedEmpty ??= new ByteBuffer();
            _addedEmpty.Advance(VarInt.Write(_addedEmpty.GetSpan(VarInt.MaxBytes), (ulong)name.Length));
            _addedEmpty.Append(name);
        }
    }

    /// <summary>
    /// Whether a label of that name was added with an empty value since the last reset. The set does not have it, but one who fills in labels that
    /// are missing may be told by it to leave this one out.
    /// </summary>
    public bool WasAddedEmpty(ReadOnlySpan<byte> name)
    {
        for (var rest = _addedEmpty is null ? default : _addedEmpty.Written; !rest.IsEmpty;)
        {
            VarInt.TryRead(rest, out var length, out var prefix);
            if (name.SequenceEqual(rest.Slice(prefix, (int)length)))
            {
                return true;
            }

            rest = rest[(prefix + (int)length)..];
        }

        return false;
    }

    /// <summary>
    /// As <see cref="Add"/>, but an empty value stays. That is for exemplars, whose labels are what was exposed; in a label set an empty
    /// label is the same as none.
    /// </summary>
    public void AddAsIs(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Append(name, value, rank: 0);

    /// <summary>Sets the label; an empty value removes it, since an empty label is the same as none.</summary>
    public LabelsBuilder Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return Remove(name);
        }

        var at = Find(name);
        if (at < 0)
        {
            Append(name, value, ++_lastRank);
        }
        else
        {
            var rank = _entries[at].Rank;
            _entries[at] = Store(name, value, rank == 0 ? ++_lastRank : rank);
            _isCompact = false;
        }

        return this;
    }

    public LabelsBuilder Remove(ReadOnlySpan<byte> name)
    {
        var at = Find(name);
        if (at >= 0)
        {
            RemoveAt(at);
        }

        return this;
    }

    /// <summary>Removes the label at a position below <see cref="Count"/>; those behind it move up.</summary>
    public void RemoveAt(int index)
    {
        EnsureIndexed();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count);
        _entries.AsSpan(index + 1, _count - index - 1).CopyTo(_entries.AsSpan(index));
        _count--;
        _isCompact = false;
    }

    /// <summary>The label's value, empty if there is none.</summary>
    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> name)
    {
        var at = Find(name);
        return at < 0 ? default : ValueOf(_entries[at]);
    }

    /// <summary>The label at a position below <see cref="Count"/>, in no particular order. Valid until the next change.</summary>
    public LabelPair At(int index)
    {
        EnsureIndexed();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count);
        return new LabelPair(NameOf(_entries[index]), ValueOf(_entries[index]));
    }

    /// <summary>Whether two labels that were added have one name. The result of such a builder is not a label set.</summary>
    public bool HasDuplicateNames()
    {
        // A set taken over whole has none, and no entries to look at either.
        Sort();
        for (var i = 1; i < _count; i++)
        {
            if (NameOf(_entries[i]).SequenceEqual(NameOf(_entries[i - 1])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The set as it is now, in memory of this builder: valid until it is changed or asked again.</summary>
    public LabelsView View()
    {
        Sort();
        if (_isCompact)
        {
            return new LabelsView(_stored.Written);
        }

        _encoded.Clear();
        foreach (var entry in _entries.AsSpan(0, _count))
        {
            _encoded.Append(_stored.Written.Slice(entry.Start, entry.Length));
        }

        return new LabelsView(_encoded.Written);
    }

    public Labels ToLabels() => View().ToLabels();

    public override string ToString() => View().ToString();

    /// <summary>
    /// Where the label at a position stands in the order in which rules visit labels: 0 for what <see cref="Add"/> put there, all of
    /// them in the order of their names, then the others in the order in which they were first <see cref="Set"/>.
    /// </summary>
    internal int RankAt(int index)
    {
        EnsureIndexed();
        return _entries[index].Rank;
    }

    internal void Sort()
    {
        if (_isSorted)
        {
            return;
        }

        if (_count > InsertionSortLimit)
        {
            _entries.AsSpan(0, _count).Sort(_byName ??= CompareEntries);
        }
        else
        {
            SortByInsertion();
        }

        _isSorted = true;
        _isCompact = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsureIndexed()
    {
        if (!_isIndexed)
        {
            Index();
        }
    }

    /// <summary>Makes the entries of a set that was taken over whole.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Index()
    {
        _isIndexed = true;
        var rest = _stored.Written;
        while (!rest.IsEmpty)
        {
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, _count * 2);
            }

            var start = _stored.Length - rest.Length;
            var name = LabelsEncoding.Take(ref rest);
            LabelsEncoding.Take(ref rest);
            _entries[_count++] = new Entry(start, _stored.Length - rest.Length - start, name.Length, Rank: 0, KeyOf(name));
        }
    }

    private void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int rank)
    {
        EnsureIndexed();
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        ref var entry = ref _entries[_count];
        entry = Store(name, value, rank);
        _isSorted = _isSorted && (_count == 0 || CompareNames(in _entries[_count - 1], in entry) < 0);
        _count++;
    }

    /// <summary>Mostly the first eight bytes differ and settle it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CompareNames(in Entry left, in Entry right) =>
        left.NameKey != right.NameKey ? left.NameKey.CompareTo(right.NameKey) : NameOf(in left).SequenceCompareTo(NameOf(in right));

    /// <summary>The first eight bytes of a name as a number that orders as they do; a shorter name is filled up with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        if (name.Length >= 8)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(name);
        }

        if (name.Length >= 4)
        {
            // The last four bytes overlap the first; what is doubled falls off at the top.
            var last = BinaryPrimitives.ReadUInt32BigEndian(name[^4..]) << (8 * (8 - name.Length));
            return ((ulong)BinaryPrimitives.ReadUInt32BigEndian(name) << 32) | last;
        }

        var key = 0UL;
        for (var i = 0; i < name.Length; i++)
        {
            key |= (ulong)name[i] << (56 - 8 * i);
        }

        return key;
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        EnsureIndexed();
        for (var i = 0; i < _count; i++)
        {
            if (NameOf(_entries[i]).SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>By name, then by age: labels are stored in the order they come.</summary>
    private int CompareEntries(Entry left, Entry right)
    {
        var order = CompareNames(in left, in right);
        return order != 0 ? order : left.Start.CompareTo(right.Start);
    }

    private void SortByInsertion()
    {
        // Sets are small and mostly in order, and this keeps labels of one name in the order they came.
        for (var i = 1; i < _count; i++)
        {
            var entry = _entries[i];
            var at = i;
            while (at > 0 && CompareNames(in _entries[at - 1], in entry) > 0)
            {
                _entries[at] = _entries[at - 1];
                at--;
            }

            _entries[at] = entry;
        }
    }

    private Entry Store(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int rank)
    {
        // The value may be a span into what is stored: growing moves that to a new array but leaves the old one as it is.
        var start = _stored.Length;
        LabelsEncoding.Append(_stored, name, value);
        return new Entry(start, _stored.Length - start, name.Length, rank, KeyOf(name));
    }

    private ReadOnlySpan<byte> NameOf(in Entry entry)
    {
        var prefix = entry.NameLength < 0x80 ? 1 : VarInt.Size((ulong)entry.NameLength);
        return _stored.Written.Slice(entry.Start + prefix, entry.NameLength);
    }

    private ReadOnlySpan<byte> ValueOf(in Entry entry)
    {
        var rest = _stored.Written.Slice(entry.Start, entry.Length);
        LabelsEncoding.Take(ref rest);
        return LabelsEncoding.Take(ref rest);
    }

    /// <param name="Start">Where the encoded label begins.</param>
    /// <param name="Length">How long it is, with its two length prefixes.</param>
    /// <param name="NameKey">See <see cref="KeyOf"/>.</param>
    private readonly record struct Entry(int Start, int Length, int NameLength, int Rank, ulong NameKey);
}
