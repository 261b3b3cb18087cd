namespace Pharos.Tsdb.Head.Postings;

/// <summary>One label name of the head: its values, and the series that have any.</summary>
internal sealed class LabelNamePostings
{
    /// <summary>Numbers of <see cref="LabelValueSlots"/>, in any order, each of which knows its position here.</summary>
    public List<uint> Values { get; } = [];

    public SlotSet Slots;
}
