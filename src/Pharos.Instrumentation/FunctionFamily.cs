using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>A metric without labels whose value is asked for when it is collected.</summary>
internal sealed class FunctionFamily : MetricFamily
{
    private readonly Func<double> _read;
    private double _value;

    public FunctionFamily(FamilyDescription description, Func<double> read)
        : base(description)
    {
        _read = read;
    }

    /// <summary>Never the same: two functions under one name have two owners, and one of them would be silently ignored.</summary>
    internal override string DifferenceFrom(MetricFamily other) => "its value comes from a function";

    internal override void Prepare() => _value = _read();

    internal override void Collect(IMetricSink sink, CollectionScratch scratch)
    {
        Begin(sink);
        sink.Number(Labels.Empty.View, new NumberPoint { Value = _value });
    }
}
