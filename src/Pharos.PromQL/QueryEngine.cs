using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Planning;
using Pharos.PromQL.Results;
using Pharos.PromQL.Running;
using Pharos.PromQL.Syntax;
using Pharos.Storage;

namespace Pharos.PromQL;

/// <summary>Evaluates queries over any store, as many at once as its limits say. Safe for concurrent use.</summary>
public sealed class QueryEngine : IDisposable
{
    private const int MaxAnnotations = 10;

    private readonly QuerySettings _settings;
    private readonly QueryGate _gate;
    private readonly SampleBudget _total;
    private volatile ActiveQueryLog? _active;
    private readonly EngineMetrics? _metrics;
    private readonly TimeProvider _time;

    public QueryEngine(QuerySettings settings, QueryEngineServices? services = null)
    {
        services ??= new QueryEngineServices();
        _settings = settings;
        _time = services.Time;
        _gate = new QueryGate(settings.Limits.MaxConcurrent);
        _total = new SampleBudget(settings.Limits.MaxSamplesInTotal);
        _metrics = services.Metrics is null ? null : new EngineMetrics(services.Metrics, _gate);
    }

    /// <summary>
    /// Where queries that begin from now on are noted, with at least as many places as queries may run at once. The caller disposes it, after the
    /// last query.
    /// </summary>
    public void NoteIn(ActiveQueryLog log) => _active = log;

    /// <summary>Waits for its turn and evaluates, both on the calling thread.</summary>
    /// <exception cref="QueryException">There is no result: the query cannot be evaluated on this data, or exceeded a limit.</exception>
    public QueryResult Evaluate(IQuerySource source, QueryRequest request, CancellationToken cancellation = default)
    {
        using var run = NewRun(source, request, cancellation);
        var began = _time.GetTimestamp();
        var slot = _gate.Enter(run);
        return EvaluateIn(slot, run, request, _time.GetElapsedTime(began));
    }

    /// <summary>Waits for its turn without holding a thread and evaluates on one of the pool.</summary>
    /// <exception cref="QueryException">There is no result: the query cannot be evaluated on this data, or exceeded a limit.</exception>
    public async Task<QueryResult> EvaluateAsync(IQuerySource source, QueryRequest request, CancellationToken cancellation = default)
    {
        using var run = NewRun(source, request, cancellation);
        var began = _time.GetTimestamp();
        var slot = await _gate.EnterAsync(run).ConfigureAwait(false);
        return await Task.Run(() => EvaluateIn(slot, run, request, _time.GetElapsedTime(began)), CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose() => _gate.Dispose();

    private QueryRun NewRun(IQuerySource source, QueryRequest request, CancellationToken cancellation)
    {
        var settings = request.Lookback is { } lookback && lookback > TimeSpan.Zero ? _settings with { Lookback = lookback } : _settings;
        if (request.Timeout is { } timeout && timeout < settings.Limits.Timeout)
        {
            settings = settings with { Limits = settings.Limits with { Timeout = timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero } };
        }

        return new QueryRun(source, settings, _time, cancellation, _total);
    }

    private QueryResult EvaluateIn(int slot, QueryRun run, QueryRequest request, TimeSpan queued)
    {
        var active = _active;
        try
        {
            active?.Begin(slot, request.Query.Span);
            run.ThrowIfStopped();
            var result = new QueryEvaluation(run, request, _time).Evaluate();
            var (warnings, infos) = run.Annotations.Format(request.Query.Span, MaxAnnotations);
            return result with
            {
                Warnings = [.. run.StoreWarnings, .. warnings],
                Infos = infos,
                Statistics = Observe(result.Statistics with { Queue = queued }),
            };
        }
        catch (OperationCanceledException)
        {
            throw run.Stopped("expression evaluation");
        }
        catch (PromQLDurationException exception)
        {
            throw new QueryException(QueryErrorKind.BadData, exception.Message, exception);
        }
        catch (CorruptionException exception)
        {
            throw new QueryException(QueryErrorKind.Execution, $"expanding series: {exception.Message}", exception);
        }
        finally
        {
            active?.End(slot);
            _gate.Leave(slot);
        }
    }

    private QueryStatistics Observe(QueryStatistics statistics)
    {
        if (_metrics is { } metrics)
        {
            metrics.Queue.Observe(statistics.Queue);
            metrics.Prepare.Observe(statistics.Prepare);
            metrics.Evaluate.Observe(statistics.Evaluate);
            metrics.Sort.Observe(statistics.Sort);
            metrics.Samples.Add(statistics.TotalSamples);
            metrics.SamplesRead.Add(statistics.SamplesRead);
        }

        return statistics;
    }
}
