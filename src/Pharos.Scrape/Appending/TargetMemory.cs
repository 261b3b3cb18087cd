using Pharos.Formats.Text;
using Pharos.Storage;

namespace Pharos.Scrape.Appending;

/// <summary>
/// What is remembered of a target's expositions: their lines with the series that they stand for, which of these had samples in the last
/// good scrape, and what was said of metric families. Used by one scrape at a time.
/// </summary>
internal sealed class TargetMemory
{
    /// <summary>Lines that are gone are forgotten when there are so many more than there were in the last scrape.</summary>
    private const int SpareLines = 256;

    private const int SpareLinesOfFailures = 1000;

    private readonly List<SeriesRef> _vanished = [];

    /// <summary>Series that were alive when <see cref="Relearn"/> forgot their lines.</summary>
    private readonly List<SeriesRef> _orphans = [];
    private int _round;
    private int _alive;
    private int _aliveSeen;
    private int _trackedNew;
    private int _seriesInRound;

    /// <summary>How many lines and families there were after the last good scrape.</summary>
    private int _goodEntries;

    public LineMemory<SeriesState> Lines { get; } = new();

    public ExpositionScratch Scratch { get; } = new();

    public TargetFamilies Families { get; } = new();

    /// <summary>The report's series in the order of <see cref="ReportSeries"/>.</summary>
    public SeriesRef[] Report { get; } = new SeriesRef[ReportSeries.Count];

    /// <summary>Whether something of the target is in the store whose end would have to be marked.</summary>
    public bool HasReported { get; set; }

    public void BeginRound()
    {
        _round++;
        (_aliveSeen, _trackedNew, _seriesInRound) = (0, 0, 0);
        Lines.BeginRound();
        Families.BeginRound();
    }

    /// <summary>Notes that the line stands in this round; true if it has done so already.</summary>
    public bool Meet(ref SeriesState state)
    {
        var isRepeated = state.Round == _round;
        state.Round = _round;
        _seriesInRound++;
        if (!isRepeated)
        {
            state.Flags &= ~SeriesFlags.IsTracked;
        }

        return isRepeated;
    }

    /// <summary>Notes that the series has a sample in this round whose end has to be marked.</summary>
    public void Track(ref SeriesState state)
    {
        if (state.Is(SeriesFlags.IsTracked))
        {
            return;
        }

        state.Flags |= SeriesFlags.IsTracked;
        if (state.Is(SeriesFlags.IsAlive))
        {
            _aliveSeen++;
        }
        else
        {
            _trackedNew++;
        }
    }

    /// <summary>
    /// Ends a round, and gives the series that had samples in the last one and have none in this. The list is valid until the next call.
    /// </summary>
    public IReadOnlyList<SeriesRef> EndRound()
    {
        _vanished.Clear();
        if (_trackedNew > 0 || _aliveSeen < _alive || _orphans.Count > 0)
        {
            _alive = 0;
            _vanished.AddRange(_orphans);
            _orphans.Clear();
            for (var line = 0; line < Lines.Count; line++)
            {
                ref var state = ref Lines.State(line);
                if (state.Round == _round && state.Is(SeriesFlags.IsTracked))
                {
                    state.Flags |= SeriesFlags.IsAlive;
                    _alive++;
                }
                else if (state.Is(SeriesFlags.IsAlive))
                {
                    state.Flags &= ~SeriesFlags.IsAlive;
                    _vanished.Add(state.Series);
                }
            }

            KeepThoseUnderOtherLines();
        }

        return _vanished;
    }

    /// <summary>Has the labels of all lines read again, since what is made of them has changed.</summary>
    public void Relearn()
    {
        for (var line = 0; line < Lines.Count; line++)
        {
            ref var state = ref Lines.State(line);
            if (state.Is(SeriesFlags.IsAlive))
            {
                _orphans.Add(state.Series);
            }

            state.Series = SeriesRef.None;
            state.Flags = SeriesFlags.None;
        }

        _alive = 0;
    }

    /// <summary>
    /// After a scrape: forgets lines that have been gone for a while. Of a target that keeps failing, with other lines each time, no more is
    /// remembered than twice what it had when it was good, and a thousand.
    /// </summary>
    /// <returns>Whether there were far too many.</returns>
    public bool Forget(bool hasSucceeded)
    {
        var entries = Lines.Count + Families.Count;
        if (!hasSucceeded)
        {
            if (entries <= 2L * _goodEntries + SpareLinesOfFailures)
            {
                return false;
            }

            // The last round is the empty one that marked the end of everything.
            Lines.Forget(2);
            Families.Forget();
            return true;
        }

        Families.Forget();
        var inRound = _seriesInRound + 2 * Families.InRound;
        if (Lines.Count > inRound + inRound / 4 + SpareLines)
        {
            Lines.Forget(Lines.Count > 2L * inRound + SpareLinesOfFailures ? 1 : 3);
        }

        _goodEntries = Lines.Count + Families.Count;
        return false;
    }

    /// <summary>Relabelling may make one series of two lines; it has ended only when both are gone.</summary>
    private void KeepThoseUnderOtherLines()
    {
        if (_vanished.Count == 0 || _alive == 0)
        {
            return;
        }

        var gone = _vanished.ToHashSet();
        for (var line = 0; line < Lines.Count && gone.Count > 0; line++)
        {
            ref var state = ref Lines.State(line);
            if (state.Is(SeriesFlags.IsAlive))
            {
                gone.Remove(state.Series);
            }
        }

        _vanished.RemoveAll(series => !gone.Contains(series));
    }
}
