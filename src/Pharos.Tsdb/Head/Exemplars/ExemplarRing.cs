using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head.Appending;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Exemplars;

/// <summary>
/// The newest exemplars of all series together, as many as its capacity: who comes takes the place of the one that came longest ago. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// <para>A place is 56 bytes, and the labels are in slab memory; places are made as they are needed. Each series' exemplars are linked by time.</para>
/// <para>What a series' newest exemplar decides: the same again is a duplicate, older ones are out of order unless they are within the window, and of
/// one time only a greater value is newer, or of one value a greater hash of the labels. Who appends several of one time sorts them like that.</para>
/// </remarks>
internal sealed unsafe partial class ExemplarRing : IExemplarQuerySource, IExemplarSink, IDisposable
{
    private const int FirstPlaces = 64;

    private readonly Lock _lock = new();
    private readonly HeadSeries _series;
    private readonly SlabAllocator _memory;
    private readonly ExemplarOwners _owners;
    private ExemplarEntry[] _entries = [];
    private int _capacity;
    private long _windowMs;
    private int _count;

    /// <summary>The place that is filled next; the number of places if it is the first, or one that is not made yet.</summary>
    private int _next;
    private long _appended;
    private long _outOfOrder;

    /// <param name="capacity">0 or less: exemplars are disabled.</param>
    public ExemplarRing(HeadSeries series, SlabAllocator memory, int capacity, long outOfOrderWindowMs)
    {
        _series = series;
        _memory = memory;
        _owners = new ExemplarOwners(series.Symbols, memory);
        _capacity = Math.Max(capacity, 0);
        OutOfOrderWindowMs = outOfOrderWindowMs;
    }

    public int Capacity => Volatile.Read(ref _capacity);

    public bool IsEnabled => Capacity > 0;

    /// <summary>How much older than the newest of its series an exemplar may be; 0 accepts them in order only.</summary>
    public long OutOfOrderWindowMs
    {
        get => Volatile.Read(ref _windowMs);
        set => Volatile.Write(ref _windowMs, Math.Max(value, 0));
    }

    public ExemplarCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return new ExemplarCounts(_count, _owners.Count, _count == 0 ? 0 : _entries[OldestPlace].TimestampMs, _appended, _outOfOrder);
            }
        }
    }

    /// <summary>The place filled longest ago. As long as not all are filled, the first ones are.</summary>
    private int OldestPlace => _count < _entries.Length || _next == _entries.Length ? 0 : _next;

    /// <summary>What would become of the exemplar now. The caller keeps the slot's series from being freed.</summary>
    public AppendOutcome Check(uint slot, in ExemplarView exemplar)
    {
        lock (_lock)
        {
            return Judge(_owners.Find(_series.Table.Entry(slot).Labels), exemplar, exemplar.HasOwnTime);
        }
    }

    /// <summary>Adds an exemplar to the series of a slot, which the caller keeps from being freed.</summary>
    public AppendOutcome Add(uint slot, in ExemplarView exemplar) => Add(slot, exemplar, exemplar.HasOwnTime);

    /// <summary>
    /// Adds an exemplar from the log, which does not say whether the time was its own. What is there was accepted once, so only one that is the
    /// same in everything is a duplicate; what comes later is judged as if it was not its own.
    /// </summary>
    public AppendOutcome Replay(uint slot, LabelsView labels, double value, long timestampMs) =>
        Add(slot, new ExemplarView(labels, value, timestampMs, hasOwnTime: false), comparesTimes: true);

    /// <summary>Changes the capacity; those that came last stay.</summary>
    public void Resize(int capacity)
    {
        lock (_lock)
        {
            Volatile.Write(ref _capacity, Math.Max(capacity, 0));
            var places = _entries.Length;
            var first = OldestPlace;
            while (_count > _capacity)
            {
                Remove(first);
                first = (first + 1) % places;
            }

            // All that is left, from the first place on in the order it came.
            var moved = new ExemplarEntry[Math.Min(Math.Max(_count, FirstPlaces), _capacity)];
            for (var i = 0; i < _count; i++)
            {
                ref var entry = ref moved[i];
                entry = _entries[(first + i) % places];
                entry.Older = Moved(entry.Older, first, places);
                entry.Newer = Moved(entry.Newer, first, places);
            }

            for (uint number = 1; number < _owners.Limit; number++)
            {
                ref var owner = ref _owners[number];
                owner.Oldest = Moved(owner.Oldest, first, places);
                owner.Newest = Moved(owner.Newest, first, places);
            }

            _entries = moved;
            _next = _count;
        }
    }

    public void Dispose() => Resize(0);

    private static int Moved(int place, int first, int places) =>
        place == ExemplarEntry.None || places == 0 ? ExemplarEntry.None : (place - first + places) % places;

    /// <summary>The order of those with one time: by value, then by the hash of the labels.</summary>
    private static bool ComesBefore(in ExemplarView exemplar, in ExemplarEntry newest) =>
        exemplar.Value < newest.Value
        || (exemplar.Value == newest.Value && exemplar.Labels.Hash() < new LabelsView(newest.LabelSpan).Hash());

    private AppendOutcome Add(uint slot, in ExemplarView exemplar, bool comparesTimes)
    {
        var labels = _series.Table.Entry(slot).Labels;
        lock (_lock)
        {
            var owner = _owners.Find(labels);
            var outcome = Judge(owner, exemplar, comparesTimes);
            if (outcome != AppendOutcome.Accepted)
            {
                _outOfOrder += outcome == AppendOutcome.OutOfOrderExemplar ? 1 : 0;
                return outcome;
            }

            if (owner != 0 && IsTimeTaken(_owners[owner], exemplar.TimestampMs))
            {
                return AppendOutcome.DuplicateExemplar;
            }

            // Making room may take the last exemplar of this very series, so it is looked for again.
            var place = TakePlace();
            owner = _owners.Find(labels);
            Insert(place, owner == 0 ? _owners.Add(labels) : owner, exemplar);
            _appended++;
            return AppendOutcome.Accepted;
        }
    }

    private AppendOutcome Judge(uint owner, in ExemplarView exemplar, bool comparesTimes)
    {
        if (_capacity == 0)
        {
            return AppendOutcome.ExemplarsDisabled;
        }

        if (!exemplar.HasShortLabels())
        {
            return AppendOutcome.ExemplarLabelsTooLong;
        }

        if (owner == 0)
        {
            return AppendOutcome.Accepted;
        }

        // Without times of their own the same exemplar comes with each scrape, at another time.
        ref var newest = ref _entries[_owners[owner].Newest];
        var isSameTime = exemplar.TimestampMs == newest.TimestampMs;
        if (exemplar.Value == newest.Value
            && (isSameTime || !(comparesTimes || newest.HasOwnTime))
            && exemplar.Labels.Encoded.SequenceEqual(newest.LabelSpan))
        {
            return AppendOutcome.DuplicateExemplar;
        }

        var isBehind = exemplar.TimestampMs < newest.TimestampMs
            && (ulong)(newest.TimestampMs - exemplar.TimestampMs) >= (ulong)OutOfOrderWindowMs;
        return isBehind || (isSameTime && ComesBefore(exemplar, newest)) ? AppendOutcome.OutOfOrderExemplar : AppendOutcome.Accepted;
    }
}

/// <param name="Stored">How many there are.</param>
/// <param name="Series">Of how many series.</param>
/// <param name="OldestMs">The time of the one that came longest ago; 0 if there is none.</param>
/// <param name="Appended">How many were ever stored, those from the log among them.</param>
/// <param name="OutOfOrder">How many were not stored because newer ones had been by then.</param>
internal readonly record struct ExemplarCounts(int Stored, int Series, long OldestMs, long Appended, long OutOfOrder);
