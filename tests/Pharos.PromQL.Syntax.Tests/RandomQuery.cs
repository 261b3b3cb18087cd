using System.Globalization;

namespace Pharos.PromQL.Syntax.Tests;

/// <summary>Makes queries by the grammar; most of them have the right types.</summary>
internal sealed class RandomQuery(Random random)
{
    private static readonly string[] Leaves = ["up", "up{job=\"a\"}", "{\"a.b\",c=~\"x|y\"}", "1", "5m", "0x1F", "x offset 5m", "x @ start()", "sum"];
    private static readonly string[] Durations = ["5m", "90", "1h30m", "step()", "(1m + 2)", "max_of(1m, range())", "0.5"];
    private static readonly string[] Matchings =
        ["", "", "", " bool", " on (a)", " ignoring (\"a b\")", " on (a, b) group_left (c)", " fill (1)", " fill_left (-2)"];

    public string Next(int depth) => depth <= 0 ? Pick(Leaves) : random.Next(9) switch
    {
        0 => $"({Next(depth - 1)})",
        1 => Pick("-", "+") + Next(depth - 1),
        2 or 3 => Next(depth - 1) + " " + Pick(BinaryOperatorSymbols) + Pick(Matchings) + " " + Next(depth - 1),
        4 => $"{Pick("sum", "max", "group")}{Pick("", " by (x)", " without (\"y z\", w)")} ({Next(depth - 1)})",
        5 => $"topk(3, {Next(depth - 1)}) by (x)",
        6 => $"rate(m[{Pick(Durations)}]{Pick("", " smoothed", " @ 1.5", " offset -(1m)")})",
        7 => $"max_over_time({Next(depth - 1)}[{Pick(Durations)}:{Pick("", Pick(Durations))}])",
        _ => Call(depth),
    };

    private static string[] BinaryOperatorSymbols { get; } = [.. Enum.GetValues<BinaryOperator>().Select(BinaryOperators.Symbol)];

    private string Call(int depth)
    {
        var function = Functions.All[random.Next(Functions.All.Count)];
        return $"{function.Name}({string.Join(", ", function.ArgumentTypes.Select(type => type switch
        {
            ExpressionType.Scalar => random.Next(9).ToString(CultureInfo.InvariantCulture),
            ExpressionType.String => "\"s\"",
            ExpressionType.Matrix => "m[5m]",
            _ => Next(depth - 1),
        }))})";
    }

    private string Pick(params string[] texts) => texts[random.Next(texts.Length)];
}
