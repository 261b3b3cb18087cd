using Pharos.Foundation.Memory;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Where the series of each name and value are listed. Of names all are kept, of values where every 32nd is. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Files of the first version have the table in no order; then, and if another file's is not sorted, the place of every entry is kept, in
/// the order of names and values.
/// </remarks>
internal sealed class PostingsTable
{
    private const int SortedStride = 32;

    private readonly MappedBytes _file;
    private readonly long _start;
    private readonly long _end;
    private readonly int _stride;
    private readonly LabelEntry[] _names;

    /// <summary>Seen from the start of the section, which has less than 4 GiB.</summary>
    private readonly uint[] _samples;

    public PostingsTable(MappedBytes file, MapCursor content)
    {
        _file = file;
        _start = content.Position;
        _end = content.End;
        var count = content.TakeUInt32();
        if (count > (content.End - content.Position) / 4)
        {
            content.Throw($"{count} entries are more than {content.End - content.Position} bytes can hold");
        }

        _stride = SortedStride;
        if (TryReadSorted(content, count) is { } sorted)
        {
            (_names, _samples) = sorted;
        }
        else
        {
            _stride = 1;
            (_names, _samples) = ReadUnsorted(content, count);
        }
    }

    /// <summary>The name that stands before its values, those as they come in the table.</summary>
    internal readonly record struct LabelEntry(uint Start, uint Values, int FirstSample, int Samples);

    public int NameCount => _names.Length;

    public ReadOnlySpan<byte> NameAt(int index) => Read(_names[index].Start).Name;

    /// <summary>How many values there are of a name.</summary>
    public uint ValueCountAt(int index) => _names[index].Values;

    /// <summary>Where the name is in the order of names, -1 if it is not there.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        int low = 0, high = _names.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = NameAt(middle).SequenceCompareTo(name);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }

    /// <summary>Where the list of series with that name and value is; -1 if there are none.</summary>
    public long FindPostings(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var index = Find(name);
        if (index < 0)
        {
            return -1;
        }

        var values = Values(index);
        return values.Seek(value) && values.Value.SequenceEqual(value) ? values.PostingsOffset : -1;
    }

    /// <summary>The values of a name, in their order.</summary>
    public ValueCursor Values(int index) => new(this, _names[index]);

    private (LabelEntry[] Names, uint[] Samples)? TryReadSorted(MapCursor cursor, uint count)
    {
        var names = new List<LabelEntry>();
        var samples = new List<uint>();
        ReadOnlySpan<byte> lastName = default;
        ReadOnlySpan<byte> lastValue = default;
        for (uint i = 0; i < count; i++)
        {
            var at = (uint)(cursor.Position - _start);
            var entry = Take(ref cursor);
            var order = i == 0 ? 1 : entry.Name.SequenceCompareTo(lastName);
            if (order < 0 || (order == 0 && entry.Value.SequenceCompareTo(lastValue) <= 0))
            {
                return null;
            }

            if (order > 0)
            {
                names.Add(new LabelEntry(at, 0, samples.Count, 0));
            }

            var name = names[^1];
            if (name.Values % SortedStride == 0)
            {
                samples.Add(at);
            }

            names[^1] = name with { Values = name.Values + 1, Samples = samples.Count - name.FirstSample };
            lastName = entry.Name;
            lastValue = entry.Value;
        }

        return ([.. names], [.. samples]);
    }

    private (LabelEntry[] Names, uint[] Samples) ReadUnsorted(MapCursor cursor, uint count)
    {
        var samples = new uint[count];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (uint)(cursor.Position - _start);
            Take(ref cursor);
        }

        samples.AsSpan().Sort((left, right) =>
        {
            var one = Read(left);
            var other = Read(right);
            var order = one.Name.SequenceCompareTo(other.Name);
            return order != 0 ? order : one.Value.SequenceCompareTo(other.Value);
        });
        var names = new List<LabelEntry>();
        for (var i = 0; i < samples.Length; i++)
        {
            if (i == 0 || !Read(samples[i]).Name.SequenceEqual(Read(samples[i - 1]).Name))
            {
                names.Add(new LabelEntry(samples[i], 0, i, 0));
            }

            names[^1] = names[^1] with { Values = names[^1].Values + 1, Samples = names[^1].Samples + 1 };
        }

        return ([.. names], samples);
    }

    private Entry Read(uint offset)
    {
        var cursor = new MapCursor(_file, _start + offset, _end);
        return Take(ref cursor);
    }

    private static Entry Take(scoped ref MapCursor cursor)
    {
        var keys = cursor.TakeVarInt();
        if (keys != IndexFormat.KeysOfPostings)
        {
            cursor.Throw($"expected an entry of {IndexFormat.KeysOfPostings} keys, found {keys}");
        }

        var name = cursor.TakeText();
        var value = cursor.TakeText();
        return new Entry(name, value, cursor.TakeVarInt());
    }

    private readonly ref struct Entry
    {
        public Entry(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ulong postings)
        {
            Name = name;
            Value = value;
            Postings = postings;
        }

        public ReadOnlySpan<byte> Name { get; }

        public ReadOnlySpan<byte> Value { get; }

        public ulong Postings { get; }
    }

    /// <summary>Goes over the values of one name.</summary>
    internal ref struct ValueCursor
    {
        private readonly PostingsTable _table;
        private readonly LabelEntry _entry;
        private MapCursor _position;
        private uint _next;

        internal ValueCursor(PostingsTable table, LabelEntry entry)
        {
            _table = table;
            _entry = entry;
            _position = new MapCursor(table._file, table._start + entry.Start, table._end);
        }

        public ReadOnlySpan<byte> Value { get; private set; }

        /// <summary>Where the list of series of the current value is in the file.</summary>
        public long PostingsOffset { get; private set; }

        public bool MoveNext()
        {
            if (_next == _entry.Values)
            {
                return false;
            }

            if (_table._stride == 1)
            {
                _position = new MapCursor(_table._file, _table._start + _table._samples[_entry.FirstSample + (int)_next], _table._end);
            }

            var entry = Take(ref _position);
            Value = entry.Value;
            PostingsOffset = entry.Postings <= long.MaxValue ? (long)entry.Postings : long.MaxValue;
            _next++;
            return true;
        }

        /// <summary>Goes on to the first value that is not before the given one; false if there is none. Only ever forward.</summary>
        public bool Seek(scoped ReadOnlySpan<byte> value)
        {
            var sample = SampleBefore(value);
            var ordinal = (uint)sample * (uint)_table._stride;
            if (ordinal > _next)
            {
                _next = ordinal;
                _position = new MapCursor(_table._file, _table._start + _table._samples[_entry.FirstSample + sample], _table._end);
            }
            else if (_next > 0 && Value.SequenceCompareTo(value) >= 0)
            {
                return true;
            }

            while (MoveNext())
            {
                if (Value.SequenceCompareTo(value) >= 0)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>About how many values begin with the prefix: no fewer than there are.</summary>
        public readonly uint CountWithPrefix(ReadOnlySpan<byte> prefix)
        {
            if (prefix.IsEmpty)
            {
                return _entry.Values;
            }

            var first = SampleBefore(prefix);
            int low = first, high = _entry.Samples;
            while (low < high)
            {
                var middle = (low + high) / 2;
                var value = _table.Read(_table._samples[_entry.FirstSample + middle]).Value;
                if (value.StartsWith(prefix) || value.SequenceCompareTo(prefix) < 0)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return Math.Min((uint)(low - first) * (uint)_table._stride, _entry.Values);
        }

        /// <summary>The last sample that is not after the value, or the first.</summary>
        private readonly int SampleBefore(scoped ReadOnlySpan<byte> value)
        {
            int low = 0, high = _entry.Samples;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_table.Read(_table._samples[_entry.FirstSample + middle]).Value.SequenceCompareTo(value) <= 0)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return Math.Max(low - 1, 0);
        }
    }
}
