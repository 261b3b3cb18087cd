namespace Pharos.PromQL.Windows;

/// <summary>Which samples a step's window holds: those after its start and up to its end, and some around it.</summary>
/// <param name="RangeMs">How long the window is.</param>
/// <param name="BeforeMs">How much more is looked at ahead of the window, to know the value at its start.</param>
/// <param name="AfterMs">How much more is looked at behind the window, to know the value at its end.</param>
internal readonly record struct WindowShape(long RangeMs, long BeforeMs, long AfterMs);
