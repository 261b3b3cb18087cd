namespace Pharos.Tsdb.Wal;

/// <summary>Where a log cannot be read any further.</summary>
/// <param name="Path">The segment's file.</param>
/// <param name="Position">The end of the last record that is whole: all before is good.</param>
/// <param name="Reason">What is wrong there.</param>
/// <param name="IsTorn">
/// Whether the log just ends within a record, as a process leaves it that was stopped while it wrote: nothing that was acknowledged is
/// lost. Otherwise bytes have changed or are missing.
/// </param>
public sealed record WalDamage(string Path, WalPosition Position, string Reason, bool IsTorn);
