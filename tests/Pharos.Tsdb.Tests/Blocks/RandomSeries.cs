using Pharos.Model;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests.Blocks;

/// <summary>Label sets and matchers that meet often.</summary>
internal static class RandomSeries
{
    private static readonly string[] Names = ["__name__", "a", "b", "c", "job", "é"];
    private static readonly string[] Values = ["", "x", "xy", "xyz", "y", "y1", "y2", "z", "é", "long value with spaces"];

    private static readonly string[] Patterns =
    [
        "", ".*", ".+", "x", "x|y", "x|", "y.*", "y.+", "xy?", "x.*|", ".*z", "(x|y|nothing)", "[^x]*", "y[0-9]", "nothing", "nothing.*", "|", "v[0-9]+", "v1.*", "v(1|2)5",
    ];

    public static Labels[] Sets(Random random, int count, int manyValues)
    {
        var sets = new Labels[count];
        for (var i = 0; i < count; i++)
        {
            var builder = new LabelsBuilder();
            foreach (var name in Names)
            {
                var value = random.Next(3) == 0 ? "v" + random.Next(manyValues) : Values[random.Next(Values.Length)];
                builder.Set(System.Text.Encoding.UTF8.GetBytes(name), System.Text.Encoding.UTF8.GetBytes(value));
            }

            sets[i] = builder.ToLabels();
        }

        return [.. sets.Where(static set => !set.IsEmpty).Distinct().Order()];
    }

    public static Matcher[] Matchers(Random random, int manyValues)
    {
        var matchers = new Matcher[random.Next(5)];
        for (var i = 0; i < matchers.Length; i++)
        {
            var type = (MatchType)random.Next(4);
            var name = random.Next(20) switch { 0 => "absent", 1 => "", _ => Names[random.Next(Names.Length)] };
            var value = type is MatchType.Equal or MatchType.NotEqual
                ? random.Next(4) == 0 ? "v" + random.Next(manyValues) : Values[random.Next(Values.Length)]
                : Patterns[random.Next(Patterns.Length)];
            matchers[i] = new Matcher(type, name, value);
        }

        return matchers;
    }
}
