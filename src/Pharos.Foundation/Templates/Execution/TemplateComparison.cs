namespace Pharos.Foundation.Templates.Execution;

/// <summary>Compares values of one kind; whole numbers and others are of different kinds.</summary>
internal static class TemplateComparison
{
    /// <summary>Whether the first one equals any of the others.</summary>
    public static bool IsAnyEqual(ReadOnlySpan<object?> values)
    {
        if (values.Length < 2)
        {
            throw new TemplateFunctionException("missing argument for comparison");
        }

        foreach (var value in values[1..])
        {
            if (IsEqual(values[0], value))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsLess(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a < b,
        (double a, double b) => a < b,
        (string a, string b) => IsLess(a, b),
        _ when !IsBasic(left) || !IsBasic(right) => throw new TemplateFunctionException("invalid type for comparison"),
        (bool, bool) => throw new TemplateFunctionException("invalid type for comparison"),
        _ => throw Incompatible(left, right),
    };

    private static bool IsEqual(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => left is null && right is null,
        (double a, double b) => a == b,
        _ when IsBasic(left) != IsBasic(right) || (IsBasic(left) && left.GetType() != right.GetType()) => throw Incompatible(left, right),
        (TemplateList or TemplateMap, _) => throw new TemplateFunctionException(
            $"non-comparable type {GoPrint.Text(right)}: {TemplateType.NameOf(right)}"),
        _ => left.Equals(right),
    };

    /// <summary>By UTF-8 bytes, which is by characters.</summary>
    private static bool IsLess(string left, string right)
    {
        var leftRunes = left.EnumerateRunes();
        var rightRunes = right.EnumerateRunes();
        while (rightRunes.MoveNext())
        {
            if (!leftRunes.MoveNext())
            {
                return true;
            }

            if (leftRunes.Current != rightRunes.Current)
            {
                return leftRunes.Current < rightRunes.Current;
            }
        }

        return false;
    }

    private static bool IsBasic(object? value) => value is bool or long or double or string;

    private static TemplateFunctionException Incompatible(object? left, object? right) =>
        new($"incompatible types for comparison: {TemplateType.NameOf(left)} and {TemplateType.NameOf(right)}");
}
