using Microsoft.Extensions.Logging;
using Pharos.Instrumentation;

namespace Pharos.Discovery.Kubernetes.Watching;

internal interface IResourceWatch
{
    /// <summary>Runs until it is told to stop, and then throws what says so.</summary>
    Task RunAsync(CancellationToken stop);
}

/// <param name="Jitter">As of <see cref="Backoff"/>.</param>
internal sealed record WatchServices(TimeProvider Time, ILogger Log, Counter Failures, Func<double> Jitter);
