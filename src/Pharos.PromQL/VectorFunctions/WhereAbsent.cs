using System.Numerics;
using System.Runtime.CompilerServices;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Keeps absent slots absent when several are calculated at once.</summary>
internal static class WhereAbsent
{
    /// <summary>The results, and where there was no number before, none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Keep(Vector<double> before, Vector<double> results) =>
        Vector.ConditionalSelect(Vector.Equals(Vector.AsVectorInt64(before), new Vector<long>(Slot.AbsentBits)), before, results);
}
