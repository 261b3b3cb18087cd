namespace Pharos.Instrumentation;

public sealed class CounterFamily : LabelledFamily<Counter>
{
    internal CounterFamily(FamilyDescription description, TimeProvider clock, Action countDropped)
        : base(description, labels => new Counter(labels, clock), countDropped)
    {
    }
}
