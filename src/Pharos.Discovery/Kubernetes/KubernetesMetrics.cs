using System.Globalization;
using System.Net;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Instrumentation;

namespace Pharos.Discovery.Kubernetes;

/// <summary>What all discoverers in Kubernetes count together. Safe for concurrent use.</summary>
internal sealed class KubernetesMetrics
{
    private readonly CounterFamily _events;
    private readonly CounterFamily _requests;
    private readonly SummaryFamily _requestSeconds;
    private readonly GaugeFamily _depth;
    private readonly CounterFamily _items;
    private readonly SummaryFamily _latency;
    private readonly GaugeFamily _unfinished;
    private readonly GaugeFamily _longest;
    private readonly SummaryFamily _work;

    public KubernetesMetrics(MetricRegistry registry)
    {
        _events = registry.CounterFamily("prometheus_sd_kubernetes_events_total", "The number of Kubernetes events handled.", "role", "event");
        Failures = registry.Counter("prometheus_sd_kubernetes_failures_total", "The number of failed WATCH/LIST requests.");
        _requests = registry.CounterFamily(
            "prometheus_sd_kubernetes_http_request_total", "Total number of HTTP requests to the Kubernetes API by status code.", "status_code");
        _requestSeconds = registry.SummaryFamily(
            "prometheus_sd_kubernetes_http_request_duration_seconds", "Summary of latencies for HTTP requests to the Kubernetes API by endpoint.", null, "endpoint");
        const string Queue = "prometheus_sd_kubernetes_workqueue_";
        _depth = registry.GaugeFamily(Queue + "depth", "Current depth of the work queue.", "queue_name");
        _items = registry.CounterFamily(Queue + "items_total", "Total number of items added to the work queue.", "queue_name");
        _latency = registry.SummaryFamily(Queue + "latency_seconds", "How long an item stays in the work queue.", null, "queue_name");
        _unfinished = registry.GaugeFamily(Queue + "unfinished_work_seconds", "How long an item has remained unfinished in the work queue.", "queue_name");
        _longest = registry.GaugeFamily(Queue + "longest_running_processor_seconds", "Duration of the longest running processor in the work queue.", "queue_name");
        _work = registry.SummaryFamily(Queue + "work_duration_seconds", "How long processing an item from the work queue takes.", null, "queue_name");
        foreach (var role in Enum.GetValues<KubernetesRole>())
        {
            Events(role);
        }
    }

    public Counter Failures { get; }

    public EventCounts Events(KubernetesRole role) =>
        new(_events.WithLabels(role.Word(), "add"), _events.WithLabels(role.Word(), "update"), _events.WithLabels(role.Word(), "delete"));

    public QueueMetrics Queue(KubernetesRole role)
    {
        var name = role.Word();
        return new QueueMetrics(
            _depth.WithLabels(name), _items.WithLabels(name), _latency.WithLabels(name), _unfinished.WithLabels(name), _longest.WithLabels(name), _work.WithLabels(name));
    }

    public void Answered(string path, TimeSpan duration, HttpStatusCode status)
    {
        _requests.WithLabels(((int)status).ToString(CultureInfo.InvariantCulture)).Increment();
        _requestSeconds.WithLabels(path).Observe(duration.TotalSeconds);
    }

    /// <summary>There was no answer.</summary>
    public void Unanswered(string path, TimeSpan duration)
    {
        _requests.WithLabels("<error>").Increment();
        _requestSeconds.WithLabels(path).Observe(duration.TotalSeconds);
    }
}
