namespace Pharos.PromQL;

/// <summary>What changes how expressions are evaluated. All are off unless the user asks for them.</summary>
[Flags]
public enum PromQLFeatures
{
    None = 0,

    /// <summary>The metric's name is dropped at the end of the query, not by each function.</summary>
    DelayedNameRemoval = 1,

    /// <summary>The type of a metric comes from its label <c>__type__</c>, not from the ending of its name.</summary>
    TypeAndUnitLabels = 2,

    /// <summary>Counters use when their samples began.</summary>
    UseStartTimestamps = 4,
}
