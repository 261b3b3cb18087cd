using System.Globalization;
using System.Text;
using Pharos.Model;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Tests.Operators;

/// <summary>Series of numbers with gaps, NaN, infinities, very large, very small and equal numbers, in groups; the same for the same seed.</summary>
internal sealed class RandomRows(int seed)
{
    private static readonly double[] Special =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, 1, 1, -1, 1e308, -1e308, 1.7e308, double.Epsilon, 1e16, -1e16, 1e100,
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    /// <summary>A number of one of three kinds: small whole ones, any, and those that make trouble.</summary>
    public double Number() => _random.Next(4) switch
    {
        0 => Special[_random.Next(Special.Length)],
        1 => _random.Next(-5, 20),
        _ => (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-3, 12)),
    };

    /// <summary>Series of a metric with the labels a, b and id, of which the last is different for each.</summary>
    public List<Row> Rows(string name, int count, int steps)
    {
        var rows = new List<Row>();
        for (var i = 0; i < count; i++)
        {
            var row = new Row(steps);
            row.SetLabels(Labels(("__name__", name), ("a", $"{_random.Next(3)}"), ("b", $"{_random.Next(2)}"), ("id", i.ToString("D3", CultureInfo.InvariantCulture))).View);
            Fill(row);
            rows.Add(row);
        }

        return rows;
    }

    public void Fill(Row row)
    {
        // Some rows are whole and most have gaps, some of them long.
        var gaps = _random.Next(3);
        var isGap = false;
        for (var step = 0; step < row.Steps; step++)
        {
            isGap = gaps == 2 ? (_random.Next(20) == 0 ? !isGap : isGap) : gaps == 1 && _random.Next(3) == 0;
            if (!isGap)
            {
                row.Values[step] = Number();
            }
        }
    }

    public static Labels Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var builder = new LabelsBuilder();
        foreach (var (name, value) in labels)
        {
            builder.Set(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        }

        return builder.ToLabels();
    }
}
