using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pharos.Model;

namespace Pharos.PromQL.Columns;

/// <summary>
/// A step of a column of numbers. A step without a number holds the stale marker, which is never a value in PromQL: it ends a series, and
/// ranges leave it out.
/// </summary>
/// <remarks>Arithmetic would turn the marker into an ordinary NaN, so who calculates with a column looks for it first.</remarks>
internal static class Slot
{
    public const long AbsentBits = unchecked((long)SpecialValues.StaleNaNBits);

    public static readonly double Absent = BitConverter.Int64BitsToDouble(AbsentBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAbsent(double value) => BitConverter.DoubleToInt64Bits(value) == AbsentBits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPresent(double value) => BitConverter.DoubleToInt64Bits(value) != AbsentBits;

    /// <summary>Whether no step has a number.</summary>
    public static bool AreAllAbsent(ReadOnlySpan<double> column) => !MemoryMarshal.Cast<double, long>(column).ContainsAnyExcept(AbsentBits);

    /// <summary>Whether some step has none.</summary>
    public static bool IsAnyAbsent(ReadOnlySpan<double> column) => MemoryMarshal.Cast<double, long>(column).Contains(AbsentBits);

    /// <summary>How many steps have a number.</summary>
    public static int CountPresent(ReadOnlySpan<double> column) =>
        column.Length - MemoryMarshal.Cast<double, long>(column).Count(AbsentBits);
}
