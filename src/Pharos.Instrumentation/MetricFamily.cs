using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>A name, a help text and the metrics under them. Families are made by a <see cref="MetricRegistry"/>.</summary>
public abstract class MetricFamily
{
    private protected MetricFamily(FamilyDescription description)
    {
        Description = description;
    }

    public string Name => Description.Name;

    public string Help => Description.Help;

    public string Unit => Description.Unit;

    public MetricType Type => Description.Type;

    /// <summary>In the order in which values are given.</summary>
    public IReadOnlyList<string> LabelNames => Description.LabelNames;

    internal FamilyDescription Description { get; }

    /// <summary>What keeps this family from being the other one, beyond the descriptions; null if nothing does.</summary>
    internal virtual string? DifferenceFrom(MetricFamily other) => null;

    /// <summary>Does what can fail, before anything is written.</summary>
    internal virtual void Prepare()
    {
    }

    /// <summary>Writes the family with its metrics ordered by labels; nothing if it has none. Calls do not overlap.</summary>
    internal abstract void Collect(IMetricSink sink, CollectionScratch scratch);

    private protected void Begin(IMetricSink sink) =>
        sink.BeginFamily(Description.NameUtf8, Description.Type, Description.HelpUtf8, Description.UnitUtf8);
}
