namespace Pharos.Instrumentation;

public sealed class GaugeFamily : LabelledFamily<Gauge>
{
    internal GaugeFamily(FamilyDescription description, TimeProvider clock, Action countDropped)
        : base(description, labels => new Gauge(labels, clock), countDropped)
    {
    }
}
