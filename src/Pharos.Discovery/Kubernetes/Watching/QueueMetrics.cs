using Pharos.Instrumentation;

namespace Pharos.Discovery.Kubernetes.Watching;

/// <summary>What is counted of the queues of a role.</summary>
/// <param name="Latency">From the time that something is added to the time that it is taken, in seconds.</param>
/// <param name="Unfinished">The time that all which is being done has taken so far, in seconds.</param>
/// <param name="Longest">That of the one thing which has taken the longest.</param>
/// <param name="Work">How long a thing took, in seconds.</param>
internal sealed record QueueMetrics(Gauge Depth, Counter Items, Summary Latency, Gauge Unfinished, Gauge Longest, Summary Work);
