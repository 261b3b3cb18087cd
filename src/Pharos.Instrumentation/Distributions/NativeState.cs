namespace Pharos.Instrumentation.Distributions;

/// <summary>
/// The resolution of a native histogram and the rules that keep its buckets few; see <see cref="NativeHistogramOptions"/>.
/// </summary>
/// <remarks>
/// Schema and zero threshold hold for both cells. They are read by whoever is in a cell and change only while both are entered, so no
/// observation ever meets a cell of another resolution. What changes or copies both cells takes the gate first: an observation moved
/// from one cell to the other cannot slip past a collection.
/// </remarks>
internal sealed class NativeState
{
    private readonly NativeHistogramOptions _options;
    private readonly CellPair<HistogramCell> _cells;
    private readonly TimeProvider _clock;
    private readonly NativeForm _form = new();
    private readonly Lock _gate = new();
    private int _schema;
    private double _zeroThreshold;
    private long _lastReset;
    private bool _isResetDue;
    private long? _resetMs;

    public NativeState(NativeHistogramOptions options, CellPair<HistogramCell> cells, TimeProvider clock)
    {
        _options = options;
        _cells = cells;
        _clock = clock;
        _schema = options.Schema;
        _zeroThreshold = options.ZeroThreshold;
        _lastReset = clock.GetTimestamp();
    }

    public void Observe(double value, int classicBucket)
    {
        if (Volatile.Read(ref _isResetDue))
        {
            ResetIfDue();
        }

        bool isOverfull;
        var cell = _cells.Enter();
        try
        {
            // The native part first: it may have to grow, and then nothing is counted by half if that fails.
            var before = cell.NativeBuckets;
            cell.ObserveNative(value, _schema, _zeroThreshold);
            cell.Observe(value, classicBucket);
            isOverfull = cell.NativeBuckets > before && before >= _options.MaxBuckets;
        }
        finally
        {
            cell.Leave();
        }

        if (isOverfull)
        {
            Limit(value, classicBucket);
        }
    }

    /// <summary>
    /// Adds up the cells into <paramref name="total"/> and gives the native form of it, which is valid until the next call.
    /// <paramref name="startMs"/> changes if the histogram has started anew.
    /// </summary>
    public Model.Histograms.Histogram Copy(HistogramCell total, ref long startMs)
    {
        lock (_gate)
        {
            if (_isResetDue)
            {
                ResetIfDue();
            }

            Histogram.CopyCells(_cells, total);
            if (total.NativeBuckets > _options.MaxBuckets)
            {
                // Neither cell has too many buckets, but they have some that differ.
                Limit(null, 0);
                total.Clear();
                Histogram.CopyCells(_cells, total);
            }

            startMs = _resetMs ?? startMs;
            return _form.Fill(total, _schema, _zeroThreshold);
        }
    }

    private void ResetIfDue()
    {
        lock (_gate)
        {
            if (_isResetDue && MayReset())
            {
                _cells.EnterBoth();
                Reset();
                _cells.LeaveBoth();
            }
        }
    }

    /// <summary>Brings the buckets down to the limit. The value is the observation that led here, if it was one.</summary>
    private void Limit(double? value, int classicBucket)
    {
        lock (_gate)
        {
            var spare = _cells.EnterBoth();
            try
            {
                _cells.First.AddAll(spare);
                spare.Clear();
                if (_cells.First.NativeBuckets <= _options.MaxBuckets)
                {
                    return;
                }

                if (value is { } last && MayReset())
                {
                    Reset();
                    _cells.First.ObserveNative(last, _schema, _zeroThreshold);
                    _cells.First.Observe(last, classicBucket);
                    return;
                }

                Coarsen();
            }
            finally
            {
                _cells.LeaveBoth();
            }
        }
    }

    private void Coarsen()
    {
        var cell = _cells.First;
        while (cell.NativeBuckets > _options.MaxBuckets && (TryWidenZero(cell) || TryHalveResolution(cell)))
        {
            _isResetDue = _options.MinResetInterval > TimeSpan.Zero;
        }
    }

    private bool TryWidenZero(HistogramCell cell)
    {
        var lowest = cell.LowestIndex();
        var threshold = ExponentialBuckets.UpperBound(lowest, _schema);
        if (threshold > _options.MaxZeroThreshold)
        {
            return false;
        }

        cell.JoinToZero(lowest);
        _zeroThreshold = threshold;
        return true;
    }

    private bool TryHalveResolution(HistogramCell cell)
    {
        if (_schema == ExponentialBuckets.MinSchema)
        {
            return false;
        }

        cell.HalveResolution();
        _schema--;
        return true;
    }

    private bool MayReset() =>
        _options.MinResetInterval > TimeSpan.Zero && _clock.GetElapsedTime(_lastReset) >= _options.MinResetInterval;

    private void Reset()
    {
        _cells.First.Clear();
        _cells.Spare!.Clear();
        _schema = _options.Schema;
        _zeroThreshold = _options.ZeroThreshold;
        _lastReset = _clock.GetTimestamp();
        _resetMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        _isResetDue = false;
    }
}
