namespace Pharos.Model.Histograms;

/// <summary>Sets of bounds of custom buckets, in ascending order. Arrays are shared between histograms and never written to.</summary>
public static class CustomBounds
{
    /// <summary>Whether the bounds are equal as numbers; NaN never is.</summary>
    public static bool Match(double[] left, double[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bounds that both have.</summary>
    public static double[] Intersect(double[] left, double[] right)
    {
        var common = new double[Math.Min(left.Length, right.Length)];
        var count = 0;
        var leftAt = 0;
        var rightAt = 0;
        while (leftAt < left.Length && rightAt < right.Length)
        {
            if (left[leftAt] == right[rightAt])
            {
                common[count++] = left[leftAt++];
                rightAt++;
            }
            else if (left[leftAt] < right[rightAt])
            {
                leftAt++;
            }
            else
            {
                rightAt++;
            }
        }

        return count == common.Length ? common : common[..count];
    }
}
