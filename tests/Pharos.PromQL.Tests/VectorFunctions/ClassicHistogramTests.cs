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
    private const int Steps = 7;

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
        using var planned = new HistogramOperator(
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
