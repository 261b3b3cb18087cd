namespace Pharos.Cli.Flags;

/// <summary>Guesses what somebody meant who mistyped a name.</summary>
internal static class NearestName
{
    /// <summary>Names and typos are short; what is longer is no typo, and would make the table of distances large.</summary>
    private const int MaxLength = 80;

    /// <summary><c> (did you mean 'x'?)</c>, or nothing if no name is near: at most a third of the letters differ, and three at the most.</summary>
    public static string Hint(string given, IEnumerable<string> names)
    {
        if (given.Length > MaxLength)
        {
            return "";
        }

        string? best = null;
        var bestDistance = Math.Min(3, given.Length / 3) + 1;
        foreach (var name in names)
        {
            var distance = Distance(given, name);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best is null ? "" : $" (did you mean '{best}'?)";
    }

    /// <summary>How many letters to insert, remove or replace to get from one to the other.</summary>
    private static int Distance(string from, string to)
    {
        var previous = new int[to.Length + 1];
        var current = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }
}
