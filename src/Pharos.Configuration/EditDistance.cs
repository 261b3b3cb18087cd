namespace Pharos.Configuration;

/// <summary>How many characters must be added, taken or changed to get from one word to another.</summary>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        if (Math.Max(left.Length, right.Length) > 64)
        {
            return int.MaxValue;
        }

        Span<int> row = stackalloc int[right.Length + 1];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = i;
        }

        foreach (var letter in left)
        {
            var diagonal = row[0]++;
            for (var i = 1; i < row.Length; i++)
            {
                var changed = diagonal + (right[i - 1] == letter ? 0 : 1);
                diagonal = row[i];
                row[i] = Math.Min(changed, Math.Min(row[i], row[i - 1]) + 1);
            }
        }

        return row[^1];
    }
}
