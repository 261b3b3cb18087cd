namespace Pharos.Model;

/// <summary>What an exposition says of a metric family beside its samples.</summary>
public sealed record MetricMetadata(MetricType Type, string Unit, string Help);
