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
    private readonly ByteBuffer _stored = new();
    private readonly ByteBuffer _encoded = new();
    private Entry[] _entries = new Entry[16];
    private int _count;

    /// <summary>The entries are ordered by name.</summary>
    private bool _isSorted = true;

    /// <summary>What is stored is the entries one after the other, in their order, and nothing else.</summary>
    private bool _isCompact = true;

    public LabelsBuilder()
    {
    }

    public LabelsBuilder(LabelsView start)
    {
        Reset(start);
    }

    public int Count => _count;

    public void Reset()
    {
        _stored.Clear();
        _count = 0;
        _isSorted = true;
        _isCompact = true;
    }

    public void Reset(LabelsView start)
    {
        Reset();
        foreach (var label in start)
        {
            Add(label.Name, label.Value);
        }
    }

    /// <summary>
    /// Adds a label whose name is not there yet; the caller knows that, or checks with <see cref="HasDuplicateNames"/> afterwards. An
    /// empty value adds nothing.
    /// </summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }

        if (_count > 0 && _isSorted)
        {
            _isSorted = IsBefore(_entries[_count - 1], name);
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        _entries[_count++] = Store(name, value);
    }

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
            Add(name, value);
        }
        else
        {
            _entries[at] = Store(name, value);
            _isCompact = false;
        }

        return this;
    }

    public LabelsBuilder Remove(ReadOnlySpan<byte> name)
    {
        var at = Find(name);
        if (at >= 0)
        {
            _entries.AsSpan(at + 1, _count - at - 1).CopyTo(_entries.AsSpan(at));
            _count--;
            _isCompact = false;
        }

        return this;
    }

    /// <summary>The label's value, empty if there is none.</summary>
    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> name)
    {
        var at = Find(name);
        return at < 0 ? default : ValueOf(_entries[at]);
    }

    /// <summary>The label at a position below <see cref="Count"/>, in no particular order.</summary>
    public LabelPair At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count);
        return new LabelPair(NameOf(_entries[index]), ValueOf(_entries[index]));
    }

    /// <summary>Whether two labels that were added have one name. The result of such a builder is not a label set.</summary>
    public bool HasDuplicateNames()
    {
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

    /// <summary>Mostly the first bytes differ and settle it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsBefore(Entry entry, ReadOnlySpan<byte> name)
    {
        var before = NameOf(entry);
        return before.Length > 0 && name.Length > 0 && before[0] != name[0] ? before[0] < name[0] : before.SequenceCompareTo(name) < 0;
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _count; i++)
        {
            if (NameOf(_entries[i]).SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }

    private void Sort()
    {
        if (_isSorted)
        {
            return;
        }

        // Insertion sort: sets are small and mostly in order, and it keeps labels of one name in the order they came.
        for (var i = 1; i < _count; i++)
        {
            var entry = _entries[i];
            var name = NameOf(entry);
            var at = i;
            while (at > 0 && NameOf(_entries[at - 1]).SequenceCompareTo(name) > 0)
            {
                _entries[at] = _entries[at - 1];
                at--;
            }

            _entries[at] = entry;
        }

        _isSorted = true;
        _isCompact = false;
    }

    private Entry Store(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // The value may be a span into what is stored: growing moves that to a new array but leaves the old one as it is.
        var start = _stored.Length;
        LabelsEncoding.Append(_stored, name, value);
        var length = _stored.Length - start;
        return new Entry(start, length, start + VarInt.Size((ulong)name.Length), name.Length, length - value.Length);
    }

    private ReadOnlySpan<byte> NameOf(Entry entry) => _stored.Written.Slice(entry.NameStart, entry.NameLength);

    private ReadOnlySpan<byte> ValueOf(Entry entry) =>
        _stored.Written.Slice(entry.Start + entry.ValueOffset, entry.Length - entry.ValueOffset);

    private readonly record struct Entry(int Start, int Length, int NameStart, int NameLength, int ValueOffset);
}
