namespace Pharos.Cli.Programs.Promtool;

/// <summary>Units in names of metrics.</summary>
internal static class MetricUnits
{
    private static readonly string[] Prefixes =
    [
        "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega", "mibi", "giga", "gibi", "tera", "tebi", "peta", "pebi",
    ];

    /// <summary>Base units by the units that are measured in them.</summary>
    private static readonly Dictionary<string, string> BaseUnits = Units(
        ("amperes", ""), ("bytes", "bits"), ("celsius", "fahrenheit rankine"), ("grams", "pounds ounces"), ("joules", "calories"), ("kelvin", "kelvins"),
        ("meters", "inches yards miles"), ("metres", ""), ("seconds", "minutes hours days weeks"), ("volts", ""));

    /// <summary>The first unit in a name, and what it should be in; null if there is none.</summary>
    public static (string Written, string Base)? Find(string name)
    {
        foreach (var word in name.Split('_'))
        {
            if (BaseUnits.TryGetValue(word, out var unit)
                || Array.Exists(Prefixes, prefix => word.StartsWith(prefix, StringComparison.Ordinal) && BaseUnits.TryGetValue(word[prefix.Length..], out unit)))
            {
                return (word, unit!);
            }
        }

        return null;
    }

    private static Dictionary<string, string> Units(params (string Base, string Others)[] all) => all
        .SelectMany(static one => one.Others.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(one.Base).Select(unit => (unit, one.Base)))
        .ToDictionary(static pair => pair.unit, static pair => pair.Base, StringComparer.Ordinal);
}
