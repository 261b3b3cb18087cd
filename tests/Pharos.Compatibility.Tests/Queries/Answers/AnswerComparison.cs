using System.Globalization;

namespace Pharos.Compatibility.Tests.Queries.Answers;

/// <summary>Whether two answers say the same.</summary>
internal static class AnswerComparison
{
    /// <summary>Null if they do; otherwise the first that differs.</summary>
    public static string? Difference(QueryAnswer expected, QueryAnswer actual)
    {
        if (expected.IsError != actual.IsError || expected.Type != actual.Type)
        {
            return $"expected {expected.Show(3)}\n  found {actual.Show(3)}";
        }

        if (expected.IsError)
        {
            return null;
        }

        if (expected.Text != actual.Text)
        {
            return $"expected the text {expected.Text}, found {actual.Text}";
        }

        var (theirs, ours) = (expected.ByPlace(), actual.ByPlace());
        if (ours.Count != actual.Samples.Count)
        {
            return "a sample comes twice";
        }

        foreach (var (place, value) in theirs)
        {
            if (!ours.TryGetValue(place, out var other) || !value.IsNear(other))
            {
                return Describe(place, value, other);
            }
        }

        foreach (var (place, value) in ours)
        {
            if (!theirs.ContainsKey(place))
            {
                return Describe(place, null, value);
            }
        }

        return null;
    }

    /// <summary>As <see cref="Difference"/>, where the order of an instant vector's values counts too.</summary>
    public static string? DifferenceInOrder(QueryAnswer expected, QueryAnswer actual)
    {
        if (Difference(expected, actual) is { } difference)
        {
            return difference;
        }

        for (var i = 0; i < expected.Samples.Count; i++)
        {
            if (!expected.Samples[i].Value.IsNear(actual.Samples[i].Value))
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"in place {i} expected {expected.Samples[i].Value}, found {actual.Samples[i].Value}");
            }
        }

        return null;
    }

    private static string Describe((string Series, long TimeMs) place, AnsweredValue? expected, AnsweredValue? actual) => string.Create(
        CultureInfo.InvariantCulture,
        $"{place.Series} @{place.TimeMs}: expected {expected?.ToString() ?? "nothing"}\n  found {actual?.ToString() ?? "nothing"}");
}
