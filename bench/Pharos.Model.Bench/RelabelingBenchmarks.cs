using BenchmarkDotNet.Attributes;
using Pharos.Model.Relabeling;

namespace Pharos.Model.Bench;

/// <summary>The rules that Kubernetes configurations have, each applied to a target of twelve labels. Nothing may be allocated.</summary>
[MemoryDiagnoser]
public class RelabelingBenchmarks
{
    private static readonly Labels Target = Labels.Of(
        ("__address__", "10.0.0.17:8080"), ("__metrics_path__", "/metrics"), ("__scheme__", "http"),
        ("__meta_kubernetes_namespace", "shop"), ("__meta_kubernetes_pod_name", "cart-7c9d5b-x2x9z"),
        ("__meta_kubernetes_pod_label_app", "cart"), ("__meta_kubernetes_pod_label_team", "checkout"),
        ("__meta_kubernetes_pod_annotation_prometheus_io_scrape", "true"), ("__meta_kubernetes_pod_annotation_prometheus_io_port", "9102"),
        ("__meta_kubernetes_pod_node_name", "node-3"), ("job", "pods"), ("cluster", "eu-1"));

    private static readonly Dictionary<string, RelabelRule> Rules = new(StringComparer.Ordinal)
    {
        ["keep"] = new() { SourceLabels = ["__meta_kubernetes_pod_annotation_prometheus_io_scrape"], Regex = "true", Action = RelabelAction.Keep },
        ["replace"] = new() { SourceLabels = ["__meta_kubernetes_namespace"], TargetLabel = "namespace" },
        ["replace with groups"] = new()
        {
            SourceLabels = ["__address__", "__meta_kubernetes_pod_annotation_prometheus_io_port"],
            Regex = @"([^:]+)(?::\d+)?;(\d+)",
            Replacement = "$1:$2",
            TargetLabel = "__address__",
        },
        ["labelmap"] = new() { Regex = "__meta_kubernetes_pod_label_(.+)", Action = RelabelAction.LabelMap },
        ["labeldrop"] = new() { Regex = "__meta_.*", Action = RelabelAction.LabelDrop },
        ["hashmod"] = new() { SourceLabels = ["__address__"], Modulus = 8, TargetLabel = "__tmp_shard", Action = RelabelAction.HashMod },
    };

    private readonly Relabeler _relabeler = new();
    private readonly LabelsBuilder _builder = new();
    private RelabelRules _rules = RelabelRules.None;

    public static IEnumerable<string> RuleNames => Rules.Keys.Append("all");

    [ParamsSource(nameof(RuleNames))]
    public string Rule { get; set; } = "all";

    [GlobalSetup]
    public void Setup()
    {
        _rules = RelabelRules.Compile(Rule == "all" ? [.. Rules.Values] : [Rules[Rule]], NameValidationScheme.Utf8);
    }

    [Benchmark]
    public int Apply()
    {
        _builder.Reset(Target.View);
        return _relabeler.Apply(_rules, _builder) ? _builder.View().Encoded.Length : 0;
    }
}
