using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// <see cref="Foundation.Numbers.KahanSum"/> for several sums at once: bit for bit the same steps, without branches.
/// </summary>
internal static class KahanVectors
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector256<double> values, ref Vector256<double> sums, ref Vector256<double> rests)
    {
        var next = sums + values;
        var isSumLarger = Vector256.GreaterThanOrEqual(Vector256.Abs(sums), Vector256.Abs(values));
        var larger = Vector256.ConditionalSelect(isSumLarger, sums, values);
        var smaller = Vector256.ConditionalSelect(isSumLarger, values, sums);
        var changed = rests + ((larger - next) + smaller);

        // An error beside an infinity would be NaN.
        var isInfinite = Vector256.Equals(Vector256.Abs(next), Vector256.Create(double.PositiveInfinity));
        rests = Vector256.ConditionalSelect(isInfinite, Vector256<double>.Zero, changed);
        sums = next;
    }
}
