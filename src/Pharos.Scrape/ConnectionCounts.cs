using Pharos.Http;
using Pharos.Instrumentation;

namespace Pharos.Scrape;

/// <summary>Counts the connections of jobs, under the names that Go's programs have for it.</summary>
internal sealed class ConnectionCounts(MetricRegistry registry)
{
    private static readonly (ConnectionFailure Reason, string Name)[] Reasons =
    [
        (ConnectionFailure.Resolution, "resolution"),
        (ConnectionFailure.Refused, "refused"),
        (ConnectionFailure.Timeout, "timeout"),
        (ConnectionFailure.Unknown, "unknown"),
    ];

    private readonly CounterFamily _attempted = registry.CounterFamily("net_conntrack_dialer_conn_attempted_total", "Total number of connections attempted by the given dialer a given name.", "dialer_name");
    private readonly CounterFamily _established = registry.CounterFamily("net_conntrack_dialer_conn_established_total", "Total number of connections successfully established by the given dialer a given name.", "dialer_name");
    private readonly CounterFamily _failed = registry.CounterFamily("net_conntrack_dialer_conn_failed_total", "Total number of connections failed to dial by the dialer a given name.", "dialer_name", "reason");
    private readonly CounterFamily _closed = registry.CounterFamily("net_conntrack_dialer_conn_closed_total", "Total number of connections closed which originated from the dialer of a given name.", "dialer_name");

    /// <summary>What counts for one job. All its counters are there from now on.</summary>
    public IConnectionObserver Of(string job) => new JobConnections(
        _attempted.WithLabels(job), _established.WithLabels(job), _closed.WithLabels(job), Reasons.ToDictionary(static reason => reason.Reason, reason => _failed.WithLabels(job, reason.Name)));

    private sealed class JobConnections(Counter attempted, Counter established, Counter closed, Dictionary<ConnectionFailure, Counter> failed) : IConnectionObserver
    {
        public void Attempted() => attempted.Increment();

        public void Established() => established.Increment();

        public void Failed(ConnectionFailure reason) => failed[reason].Increment();

        public void Closed() => closed.Increment();
    }
}
