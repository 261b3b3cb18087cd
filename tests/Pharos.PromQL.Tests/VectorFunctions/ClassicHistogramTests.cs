using System.Globalization;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Scalars;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.VectorFunctions.Histograms;

namespace Pharos.PromQL.Tests.VectorFunctions;

/// <summary>Histograms are put together of series that come in any order, each with its own gaps.</summary>
public class ClassicHistogramTests
{
    private const int Steps = 19;

    private static readonly string[] Bounds = ["0.1", "1", "1.0", "2.5", "+Inf", "-3", "bad"];

    [Fact]
    public void Quantiles_OfSeriesInAnyOrder_AreThoseOfEachStepsBuckets()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var rows = Series(random);
            var quantile = random.NextDouble();

            var actual = Evaluate(rows, quantile);

            Assert.Equal(Expected(rows, quantile), actual);
        }
    }

    /// <summary>One step and one histogram at a time.</summary>
    private static SortedDictionary<string, string> Expected(List<(Labels Labels, double[] Values)> rows, double quantile)
    {
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in rows.GroupBy(static row => row.Labels["job"]))
        {
            var values = RowsOperator.Absent(Steps);
            for (var step = 0; step < Steps; step++)
            {
                var buckets = group
                    .Where(row => row.Labels["le"] != "bad" && Slot.IsPresent(row.Values[step]))
                    .Select(row => new CumulativeBucket(BoundOf(row.Labels["le"]!), row.Values[step]))
                    .ToArray();
                if (buckets.Length > 0)
                {
                    values[step] = ClassicBuckets.Quantile(quantile, buckets, out _);
                }
            }

            if (!Slot.AreAllAbsent(values))
            {
                results.Add(Labels.Of(("job", group.Key!)).ToString(), Text(values));
            }
        }

        return results;
    }

    private static SortedDictionary<string, string> Evaluate(List<(Labels Labels, double[] Values)> rows, double quantile)
    {
        using var run = RowsOperator.NewRun();
        var grid = TimeGrid.Range(0, Steps - 1, 1);
        var estimate = new QuantileEstimate(run, [(new ScalarColumn(new ConstantScalar(quantile), grid), new TextSpan(0, 1))]);
        var planned = new HistogramOperator(
            run, new RowsOperator(run, grid, rows), estimate, default, static () => [HistogramVariant.Only], new TextSpan(0, 1));
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var row = new Row(Steps);
        while (planned.Next(row))
        {
            results.Add(row.Labels.ToString(), Text(row.Values));
        }

        return results;
    }

    private static List<(Labels Labels, double[] Values)> Series(Random random)
    {
        var rows = new List<(Labels Labels, double[] Values)>();
        AddRegular(rows, random);
        for (var job = 0; job < 3; job++)
        {
            foreach (var bound in Bounds)
            {
                if (random.Next(5) == 0)
                {
                    continue;
                }

                var values = RowsOperator.Absent(Steps);
                for (var step = 0; step < Steps; step++)
                {
                    values[step] = random.Next(6) == 0 ? Slot.Absent : random.Next(20);
                }

                rows.Add((Labels.Of(("__name__", "m"), ("job", job.ToString(CultureInfo.InvariantCulture)), ("le", bound)), values));
            }
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        return rows;
    }

    /// <summary>Histograms as they should be, which are calculated several steps at once, but for a step that is not.</summary>
    private static void AddRegular(List<(Labels Labels, double[] Values)> rows, Random random)
    {
        string[][] bounds = [["0.1", "1", "2.5", "+Inf"], ["-3", "0.1", "+Inf"], ["-3", "-2", "0", "1", "+Inf"], ["1", "2"]];
        for (var kind = 0; kind < bounds.Length; kind++)
        {
            var sum = new double[Steps];
            foreach (var bound in bounds[kind])
            {
                for (var step = 0; step < Steps; step++)
                {
                    sum[step] += random.Next(6) switch { 0 => random.NextDouble(), 1 => 1e-13, var count => count - 2 };
                }

                var values = (double[])sum.Clone();
                var odd = random.Next(Steps);
                values[odd] = random.Next(6) switch
                {
                    0 => Slot.Absent,
                    1 => double.NaN,
                    2 => double.PositiveInfinity,
                    3 => values[odd] * (1 - 1e-13),
                    4 => double.Epsilon,
                    _ => values[odd],
                };
                rows.Add((Labels.Of(("job", $"regular{kind}"), ("le", bound)), values));
            }
        }
    }

    private static double BoundOf(string text) =>
        text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(ReadOnlySpan<double> values)
    {
        var text = new List<string>();
        foreach (var value in values)
        {
            text.Add(Slot.IsAbsent(value) ? "_" : value.ToString("R", CultureInfo.InvariantCulture));
        }

        return string.Join(' ', text);
    }
}
