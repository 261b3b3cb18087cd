using Pharos.Model.Histograms;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>
/// The samples of one batch in the order they came: floats in columns, histograms in lists, and the runs of one kind after the other. Keeps its room
/// when it is cleared.
/// </summary>
internal sealed class StagedSamples
{
    private readonly List<StagedRun> _runs = [];

    public FloatColumns Floats { get; } = new();

    public List<StagedHistogram<Histogram>> Histograms { get; } = [];

    public List<StagedHistogram<FloatHistogram>> FloatHistograms { get; } = [];

    public IReadOnlyList<StagedRun> Runs => _runs;

    public void Add(uint slot, long timestampMs, double value)
    {
        // Fast path: nearly all batches are one run of floats.
        if (_runs.Count != 1 || _runs[0].Kind != StagedKind.Float)
        {
            Begin(StagedKind.Float, Floats.Count);
        }

        Floats.Add(slot, timestampMs, value);
    }

    /// <summary>Adds floats in columns of the same length, which are copied.</summary>
    public void Add(ReadOnlySpan<uint> slots, ReadOnlySpan<long> timesMs, ReadOnlySpan<double> values)
    {
        Begin(StagedKind.Float, Floats.Count);
        Floats.Add(slots, timesMs, values);
    }

    public void Add(uint slot, long timestampMs, Histogram histogram)
    {
        Begin(StagedKind.Histogram, Histograms.Count);
        Histograms.Add(new StagedHistogram<Histogram>(slot, timestampMs, histogram.Copy()));
    }

    public void Add(uint slot, long timestampMs, FloatHistogram histogram)
    {
        Begin(StagedKind.FloatHistogram, FloatHistograms.Count);
        FloatHistograms.Add(new StagedHistogram<FloatHistogram>(slot, timestampMs, histogram.Copy()));
    }

    /// <summary>One past the last sample of a run, counted in the list of its kind.</summary>
    public int EndOf(int run)
    {
        var kind = _runs[run].Kind;
        for (var next = run + 1; next < _runs.Count; next++)
        {
            if (_runs[next].Kind == kind)
            {
                return _runs[next].Start;
            }
        }

        return kind switch
        {
            StagedKind.Float => Floats.Count,
            StagedKind.Histogram => Histograms.Count,
            _ => FloatHistograms.Count,
        };
    }

    public void Clear()
    {
        _runs.Clear();
        Floats.Clear();
        Histograms.Clear();
        FloatHistograms.Clear();
    }

    private void Begin(StagedKind kind, int start)
    {
        if (_runs.Count == 0 || _runs[^1].Kind != kind)
        {
            _runs.Add(new StagedRun(kind, start));
        }
    }
}

internal enum StagedKind : byte
{
    Float,
    Histogram,
    FloatHistogram,
}

/// <summary>Samples of one kind that came after each other: where they begin in the list of their kind.</summary>
internal readonly record struct StagedRun(StagedKind Kind, int Start);

internal readonly record struct StagedHistogram<THistogram>(uint Slot, long TimestampMs, THistogram Value);
