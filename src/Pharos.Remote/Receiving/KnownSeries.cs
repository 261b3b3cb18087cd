using Pharos.Storage;

namespace Pharos.Remote.Receiving;

/// <summary>
/// The store's references of the series that were sent before, so that their labels need not be read again. Safe for concurrent use; looking up takes
/// no lock.
/// </summary>
/// <remarks>
/// A table of three words for each series: the two of the key and the reference. A slot that is taken stays its key's, and the key's first word is
/// written last, so who finds it finds the rest. When a table is full a larger one takes its place; if it has lasted for an hour it is put aside, and
/// only what is asked for again gets into the next one. So there is room for the series of about an hour, and not for all that there ever were.
/// </remarks>
internal sealed class KnownSeries(TimeProvider time)
{
    private const int FirstSlots = 1 << 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _changes = new();
    private volatile Table _current = new(FirstSlots);
    private volatile Table? _before;
    private long _began = time.GetTimestamp();

    public int Count => _current.Count;

    public bool TryGet(SeriesKey key, out SeriesRef series)
    {
        if (_current.TryGet(key, out series))
        {
            return true;
        }

        if (_before?.TryGet(key, out series) == true)
        {
            Set(key, series);
            return true;
        }

        return false;
    }

    public void Set(SeriesKey key, SeriesRef series)
    {
        lock (_changes)
        {
            if (!_current.TrySet(key, series))
            {
                MakeRoom();
                _current.TrySet(key, series);
            }
        }
    }

    private void MakeRoom()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_began, now) >= Lifetime)
        {
            _before = _current;
            _current = new Table(FirstSlots);
        }
        else
        {
            _current = _current.Doubled();
            return;
        }

        _began = now;
    }

    private sealed class Table(int slots)
    {
        private const int WordsPerSlot = 3;

        private readonly ulong[] _words = new ulong[(long)slots * WordsPerSlot];

        public int Count { get; private set; }

        public bool TryGet(SeriesKey key, out SeriesRef series)
        {
            var first = FirstWord(key);
            for (var slot = (int)first & (slots - 1); ; slot = (slot + 1) & (slots - 1))
            {
                var at = (long)slot * WordsPerSlot;
                var found = Volatile.Read(ref _words[at]);
                if (found == first && _words[at + 1] == key.Second)
                {
                    series = new SeriesRef(Volatile.Read(ref _words[at + 2]));
                    return true;
                }

                if (found == 0)
                {
                    series = SeriesRef.None;
                    return false;
                }
            }
        }

        /// <summary>False if there is no more room. Called by one thread at a time.</summary>
        public bool TrySet(SeriesKey key, SeriesRef series)
        {
            var first = FirstWord(key);
            for (var slot = (int)first & (slots - 1); ; slot = (slot + 1) & (slots - 1))
            {
                var at = (long)slot * WordsPerSlot;
                if (_words[at] == first && _words[at + 1] == key.Second)
                {
                    Volatile.Write(ref _words[at + 2], series.Value);
                    return true;
                }

                if (_words[at] != 0)
                {
                    continue;
                }

                if (Count >= slots / 5 * 3)
                {
                    return false;
                }

                Count++;
                _words[at + 1] = key.Second;
                _words[at + 2] = series.Value;
                Volatile.Write(ref _words[at], first);
                return true;
            }
        }

        public Table Doubled()
        {
            var doubled = new Table(slots * 2);
            for (long at = 0; at < _words.LongLength; at += WordsPerSlot)
            {
                if (_words[at] != 0)
                {
                    doubled.TrySet(new SeriesKey(_words[at], _words[at + 1]), new SeriesRef(_words[at + 2]));
                }
            }

            return doubled;
        }

        /// <summary>Zero says that a slot is free.</summary>
        private static ulong FirstWord(SeriesKey key) => Math.Max(key.First, 1);
    }
}
