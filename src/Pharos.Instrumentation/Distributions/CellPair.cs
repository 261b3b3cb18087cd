using System.Runtime.CompilerServices;

namespace Pharos.Instrumentation.Distributions;

/// <summary>
/// The two cells of a metric whose observations change several numbers at once. A writer takes the first cell, or the spare one when
/// the first is busy; the metric is what both hold together.
/// </summary>
/// <remarks>
/// Each observation is in exactly one cell, whole. A collection copies one cell after the other, so it sees no half of an observation,
/// and a writer always finds the other cell free meanwhile. Without contention there is no spare cell: it is made when first needed.
/// </remarks>
internal sealed class CellPair<TCell>
    where TCell : ObservationCell
{
    private readonly Func<TCell> _create;
    private TCell? _spare;

    public CellPair(Func<TCell> create)
    {
        _create = create;
        First = create();
    }

    public TCell First { get; }

    /// <summary>Null until it was needed; never again afterwards.</summary>
    public TCell? Spare => Volatile.Read(ref _spare);

    /// <summary>Enters one of the cells; the caller leaves it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TCell Enter() => First.TryEnter() ? First : EnterContended();

    /// <summary>Enters both, so that nobody else is in either. Returns the spare one.</summary>
    public TCell EnterBoth()
    {
        // The spare cell must be there before it is locked: otherwise a writer would make one and be in it.
        var spare = SpareOrNew();
        First.Enter();
        spare.Enter();
        return spare;
    }

    public void LeaveBoth()
    {
        Spare!.Leave();
        First.Leave();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TCell EnterContended()
    {
        var spare = SpareOrNew();
        var wait = default(SpinWait);
        while (true)
        {
            if (spare.TryEnter())
            {
                return spare;
            }

            if (First.TryEnter())
            {
                return First;
            }

            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private TCell SpareOrNew()
    {
        if (Spare is { } spare)
        {
            return spare;
        }

        var made = _create();
        return Interlocked.CompareExchange(ref _spare, made, null) ?? made;
    }
}
