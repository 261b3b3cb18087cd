using System.Runtime.InteropServices;
using Pharos.Model;
using Pharos.Model.Relabeling;

namespace Pharos.Remote.Sending;

/// <summary>
/// The series of the log by their references, with what they are called in requests: external labels and rules are applied once, when a series is met.
/// For one thread; what is in <see cref="Labels"/> is read by others.
/// </summary>
internal sealed class SentSeries
{
    /// <summary>A place that says that the rules drop the series.</summary>
    public const long Dropped = -1;

    /// <summary>Less garbage than this is not worth an effort.</summary>
    private const long LeastGarbageBytes = 64 << 10;

    private readonly Dictionary<ulong, State> _series = [];
    private readonly Labels _external;
    private readonly RelabelRules _rules;
    private readonly Relabeler _relabeler = new();
    private readonly LabelsBuilder _builder = new();

    /// <summary>What those took that are gone, or are called by something else now.</summary>
    private long _garbageBytes;

    public SentSeries(SentLabels labels, Labels external, RelabelRules rules)
    {
        (Labels, _external, _rules) = (labels, external, rules);
    }

    /// <summary>Where the places of series are now. Replaced when too much of it is of no use.</summary>
    public SentLabels Labels { get; private set; }

    public int Count => _series.Count;

    /// <summary>Keeps a series unless it is known.</summary>
    public void Store(ulong reference, LabelsView labels, int segment)
    {
        ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_series, reference, out var isKnown);
        state.Segment = segment;
        if (!isKnown)
        {
            state.Place = Place(labels);
        }
    }

    public void Keep(ulong reference, int segment)
    {
        ref var state = ref CollectionsMarshal.GetValueRefOrNullRef(_series, reference);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref state))
        {
            state.Segment = segment;
        }
    }

    public void SetMetadata(ulong reference, MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help)
    {
        ref var state = ref CollectionsMarshal.GetValueRefOrNullRef(_series, reference);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref state) || state.Place == Dropped)
        {
            return;
        }

        var before = state.Place;
        state.Place = Labels.WithMetadata(before, type, unit, help);
        if (state.Place != before)
        {
            _garbageBytes += Labels.At(before).Length;
            DropGarbage();
        }
    }

    /// <summary>Forgets series that were met, or kept, in earlier segments only.</summary>
    public void ForgetBefore(int segment)
    {
        foreach (var (reference, state) in _series)
        {
            if (state.Segment < segment)
            {
                _garbageBytes += state.Place == Dropped ? 0 : Labels.At(state.Place).Length;
                _series.Remove(reference);
            }
        }

        _series.TrimExcess();
        DropGarbage();
    }

    /// <param name="place">In <see cref="Labels"/>; <see cref="Dropped"/> if the rules drop it.</param>
    /// <returns>Whether the series is known.</returns>
    public bool TryFind(ulong reference, out long place)
    {
        var isKnown = _series.TryGetValue(reference, out var state);
        place = state.Place;
        return isKnown;
    }

    private long Place(LabelsView labels)
    {
        _builder.Reset(labels);
        foreach (var label in _external.View)
        {
            if (_builder.Get(label.Name).IsEmpty)
            {
                _builder.Set(label.Name, label.Value);
            }
        }

        // Without any label it is no series, and receivers refuse the whole request for it.
        return _relabeler.Apply(_rules, _builder) && _builder.Count > 0 ? Labels.Add(_builder.View()) : Dropped;
    }

    /// <summary>Moves what is of use into a new place if that is less than half.</summary>
    private void DropGarbage()
    {
        if (_garbageBytes < LeastGarbageBytes || _garbageBytes < Labels.SeriesLength / 2)
        {
            return;
        }

        var old = Labels;
        Labels = old.NewEmpty();
        foreach (var reference in _series.Keys)
        {
            ref var state = ref CollectionsMarshal.GetValueRefOrNullRef(_series, reference);
            state.Place = state.Place == Dropped ? Dropped : Labels.Take(old, state.Place);
        }

        _garbageBytes = 0;
    }

    private struct State
    {
        public long Place;

        /// <summary>The last segment or checkpoint that the log was seen to have the series in.</summary>
        public int Segment;
    }
}
