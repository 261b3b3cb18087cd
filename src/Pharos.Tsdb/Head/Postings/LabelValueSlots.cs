namespace Pharos.Tsdb.Head.Postings;

/// <summary>The series that have one value of one label.</summary>
internal struct LabelValueSlots
{
    public uint Name;
    public uint Value;

    /// <summary>Its place in the list of its name, or the next free number.</summary>
    public uint Position;

    public SlotSet Slots;
}
