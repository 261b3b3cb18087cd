using System.Runtime.CompilerServices;

namespace Pharos.Model.Histograms;

/// <summary>
/// What the schema number of a native histogram means. Schema <c>n</c> of the exponential ones cuts each power of two into 2^n buckets
/// (or joins 2^-n powers into one); one number more says that the bounds are the histogram's own.
/// </summary>
public static class HistogramSchema
{
    public const int ExponentialMin = -4;

    public const int ExponentialMax = 8;

    /// <summary>The lowest schema that the exposition format reserves. It is known, yet histograms of it are not accepted.</summary>
    public const int ExponentialMinReserved = -9;

    /// <summary>
    /// The highest schema that the exposition format reserves. Histograms above <see cref="ExponentialMax"/> are accepted where they come
    /// in and reduced to it at once.
    /// </summary>
    public const int ExponentialMaxReserved = 52;

    public const int CustomBuckets = -53;

    public static bool IsCustom(int schema) => schema == CustomBuckets;

    public static bool IsExponential(int schema) => schema is >= ExponentialMin and <= ExponentialMax;

    public static bool IsExponentialReserved(int schema) => schema is >= ExponentialMinReserved and <= ExponentialMaxReserved;

    /// <summary>Whether histograms of the schema can be worked with.</summary>
    public static bool IsValid(int schema) => IsCustom(schema) || IsExponential(schema);

    /// <summary>Whether the schema means something, be it that the histogram has to be reduced first.</summary>
    public static bool IsKnown(int schema) => IsCustom(schema) || IsExponentialReserved(schema);

    /// <summary>The index at the lower resolution <paramref name="to"/> of the bucket that holds bucket <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ReduceIndex(int index, int from, int to) => (int)((index - 1L) >> Math.Min(from - to, 62)) + 1;
}
