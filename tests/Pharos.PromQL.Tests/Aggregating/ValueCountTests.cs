using System.Text;
using FsCheck.Fluent;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Tests.Operators;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.Aggregating;

public sealed class ValueCountTests
{
    [Theory]
    [InlineData("by (a)", "v", "a", "v")]
    [InlineData("by (a, v)", "v", "a", "v")]
    [InlineData("by (a)", "a", "a")]
    [InlineData("without (b, id)", "v", "a", "v")]
    [InlineData("without (b, id, v)", "v", "a")]
    [InlineData("", "__name__", "__name__")]
    public void CountValues_OfAnyRows_CountsEachValueOfEachStep(string grouping, string label, params string[] shown)
    {
        Property.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var random = new RandomRows(seed);
                var steps = random.OneOf(1, 3, 40);
                var rows = random.Rows("x", random.Next(20), steps);
                rows.ForEach(row => Simplify(row.Values, random));

                var result = Aggregate.Rows($"count_values {grouping} (\"{label}\", x)", rows, steps);

                for (var step = 0; step < steps; step++)
                {
                    var expected = rows.Where(row => row.HasSample(step))
                        .GroupBy(row => string.Join(',', shown.Select(name => name == label
                            ? $"{name}={Text(row.Values[step])}"
                            : SlowAggregation.Key(row, name))))
                        .Select(group => $"{group.Key}: {group.Count()}");
                    var counted = result.Where(row => row.HasSample(step)).Select(row => $"{SlowAggregation.Key(row, shown)}: {row.Values[step]}");
                    Assert.Equal(expected.Order(StringComparer.Ordinal), counted.Order(StringComparer.Ordinal));
                }

                return true;
            },
            cases: 60);
    }

    private static string Text(double value)
    {
        var buffer = new ByteBuffer();
        GoFloat.AppendPlain(buffer, value);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    /// <summary>Leaves few different numbers.</summary>
    private static void Simplify(Span<double> values, RandomRows random)
    {
        foreach (ref var value in values)
        {
            value = Slot.IsAbsent(value) ? value : random.OneOf(0, 1, 1e20, -0.0, double.NaN, double.PositiveInfinity, 0.1);
        }
    }
}
