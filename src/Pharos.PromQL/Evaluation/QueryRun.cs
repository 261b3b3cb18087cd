using Pharos.Foundation.Time;
using Pharos.Model;
using Pharos.PromQL.Annotating;
using Pharos.Storage;

namespace Pharos.PromQL.Evaluation;

/// <summary>
/// What the operators of one query share: the store, limits, annotations and the signal to stop. Operators may use it from several threads.
/// </summary>
internal sealed class QueryRun : IDisposable
{
    private readonly IQuerySource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _lock = new();
    private long _minTimeMs = long.MaxValue;
    private long _maxTimeMs = long.MinValue;
    private readonly List<string> _storeWarnings = [];
    private readonly List<SeriesSet> _openSets = [];
    private IQuerier? _querier;
    private bool? _storeHasTypes;

    /// <param name="caller">Canceled when nobody waits for the result any longer.</param>
    public QueryRun(
        IQuerySource source, QuerySettings settings, TimeProvider time, CancellationToken caller, SampleBudget? total = null)
    {
        _source = source;
        _caller = caller;
        Settings = settings;
        Budget = new SampleBudget(settings.Limits.MaxSamples, total);
        _stop = new CancellationTokenSource(settings.Limits.Timeout, time);
        _registration = _caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _stop);
    }

    public QuerySettings Settings { get; }

    public AnnotationSet Annotations { get; } = new();

    public SampleBudget Budget { get; }

    public QueryCounters Counters { get; } = new();

    /// <summary>What stores said about their answers, complete when all operators are at their end.</summary>
    public IReadOnlyList<string> StoreWarnings => _storeWarnings;

    public CancellationToken Stopping => _stop.Token;

    /// <summary>The view of the store that all selectors read from. Not to be used before every operator has been planned.</summary>
    public IQuerier Querier
    {
        get
        {
            lock (_lock)
            {
                return _querier ??= _minTimeMs > _maxTimeMs ? _source.NewQuerier(0, 0) : _source.NewQuerier(_minTimeMs, _maxTimeMs);
            }
        }
    }

    /// <summary>Whether the store has series with a type or a unit among their labels. Not to be asked before every operator has been planned.</summary>
    public bool StoreHasTypes => _storeHasTypes ??=
        Querier.LabelValues(LabelNames.MetricType, 1, []).Count > 0 || Querier.LabelValues(LabelNames.MetricUnit, 1, []).Count > 0;

    public bool DelaysNames => (Settings.Features & PromQLFeatures.DelayedNameRemoval) != PromQLFeatures.None;

    /// <summary>Widens the time that <see cref="Querier"/> covers.</summary>
    public void Cover(long minTimeMs, long maxTimeMs)
    {
        _minTimeMs = Math.Min(_minTimeMs, minTimeMs);
        _maxTimeMs = Math.Max(_maxTimeMs, maxTimeMs);
    }

    /// <summary>Takes over a set of <see cref="Querier"/>, which is disposed at the end of the query: operators have nothing to dispose.</summary>
    public SeriesSet Own(SeriesSet set)
    {
        lock (_lock)
        {
            _openSets.Add(set);
        }

        return set;
    }

    /// <summary>Takes over what a store said about its answer.</summary>
    public void AddStoreWarning(string warning)
    {
        lock (_lock)
        {
            if (!_storeWarnings.Contains(warning))
            {
                _storeWarnings.Add(warning);
            }
        }
    }

    /// <summary>To be called once per series at the least, so that a query ends soon after it should.</summary>
    public void ThrowIfStopped()
    {
        if (_stop.IsCancellationRequested)
        {
            throw Stopped("expression evaluation");
        }
    }

    /// <param name="where">What the query was doing.</param>
    public QueryException Stopped(string where) => _caller.IsCancellationRequested
        ? new QueryException(QueryErrorKind.Canceled, $"query was canceled in {where}")
        : new QueryException(
            QueryErrorKind.Timeout, $"query timed out in {where}: the limit is {PrometheusDuration.Format(Settings.Limits.Timeout)}");

    public void Dispose()
    {
        _registration.Dispose();
        _openSets.ForEach(static set => set.Dispose());
        _querier?.Dispose();
        _stop.Dispose();
        Budget.ReturnAll();
    }
}
