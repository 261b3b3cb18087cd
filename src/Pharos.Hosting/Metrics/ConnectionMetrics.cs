using Microsoft.AspNetCore.Connections;
using Pharos.Instrumentation;

namespace Pharos.Hosting.Metrics;

/// <summary>Counts connections to the web server: those taken, and those that have ended. Safe for concurrent use.</summary>
public sealed class ConnectionMetrics
{
    /// <summary>The reference's name for a program's web server, whatever it listens on.</summary>
    private const string Listener = "http";

    private readonly Counter _accepted;
    private readonly Counter _closed;

    public ConnectionMetrics(MetricRegistry registry)
    {
        _accepted = registry.CounterFamily(
            "net_conntrack_listener_conn_accepted_total", "Connections taken, by listener.", "listener_name").WithLabels(Listener);
        _closed = registry.CounterFamily(
            "net_conntrack_listener_conn_closed_total", "Connections taken that have ended, by listener.", "listener_name").WithLabels(Listener);
    }

    internal ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        _accepted.Increment();
        try
        {
            await next(connection);
        }
        finally
        {
            _closed.Increment();
        }
    };
}
