using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>
/// One metric of a family, with its label values fixed. Callers keep the reference: recording through it looks nothing up, allocates
/// nothing and may be done from any thread.
/// </summary>
public abstract class Metric
{
    private protected Metric(Labels labels)
    {
        Labels = labels;
    }

    internal Labels Labels { get; }

    /// <summary>Hands the present state to the sink. Calls do not overlap.</summary>
    internal abstract void Collect(IMetricSink sink, CollectionScratch scratch);
}
