using FsCheck.Fluent;
using Pharos.Foundation.Bytes;
using Pharos.PromQL.Aggregating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Tests.Operators;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.Aggregating;

public sealed class LimitTests
{
    [Fact]
    public void LimitK_OfAnyRows_KeepsTheFirstSamplesOfEachStep()
    {
        Property.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var random = new RandomRows(seed);
                var steps = random.OneOf(1, 3, 17);
                var rows = random.Rows("x", random.Next(40), steps);
                var k = random.Next(6);

                var result = Aggregate.Rows($"limitk by (a) ({k}, x)", rows, steps);

                foreach (var (key, members) in SlowAggregation.Groups(rows, "a"))
                {
                    var kept = result.Where(row => SlowAggregation.Key(row, "a") == key).ToList();
                    for (var step = 0; step < steps; step++)
                    {
                        Assert.Equal(SlowAggregation.Present(members, step).Take(k), SlowAggregation.Present(kept, step));
                    }
                }

                return true;
            },
            cases: 200);
    }

    [Theory]
    [InlineData("0.3", "-0.7")]
    [InlineData("0.999", "-0.001")]
    [InlineData("1", "0")]
    public void LimitRatio_WithItsComplement_KeepsEachSeriesOnce(string ratio, string complement)
    {
        var rows = new RandomRows(5).Rows("x", 500, 1);
        rows.ForEach(row => row.Values.Fill(1));

        var kept = Aggregate.Rows($"limit_ratio({ratio}, x)", rows, 1).Select(row => row.Labels.ToLabels());
        var rest = Aggregate.Rows($"limit_ratio({complement}, x)", rows, 1).Select(row => row.Labels.ToLabels());

        Assert.Equal(rows.Select(row => row.Labels.ToLabels()).Order(), kept.Concat(rest).Order());
    }

    [Fact]
    public void LimitRatio_BeyondOne_KeepsAllAndSaysSo()
    {
        using var run = TestRun.New();
        var rows = new RandomRows(5).Rows("x", 20, 1);
        rows.ForEach(row => row.Values.Fill(1));

        var kept = Aggregate.Rows(run, "limit_ratio(1.5, x)", rows, 1);

        Assert.Equal(20, kept.Count);
        Assert.Equal(["PromQL warning: ratio value should be between -1 and 1, got 1.5, capping to 1 (1:13)"], TestRun.Annotations(run));
    }

    /// <summary>Prometheus encodes a length in one byte up to 254 and in four from there on, and chooses series by the hash of that.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(70_000)]
    public void OffsetOf_ForAnyLength_HashesTheLengthsAsPrometheusDoes(int length)
    {
        var value = new string('v', length);
        var encoded = new List<byte> { 1, (byte)'n' };
        encoded.AddRange(length < 255 ? [(byte)length] : [255, (byte)length, (byte)(length >> 8), (byte)(length >> 16)]);
        encoded.AddRange(System.Text.Encoding.UTF8.GetBytes(value));

        var offset = RatioOperator.OffsetOf(RandomRows.Labels(("n", value)).View, new ByteBuffer());

        Assert.Equal(XxHash64.Hash(encoded.ToArray()) / Math.Pow(2, 64), offset);
    }

    [Fact]
    public void LimitRatio_PerStep_TakesEachStepsOwn()
    {
        var rows = new RandomRows(5).Rows("x", 100, 3);
        rows.ForEach(row => row.Values.Fill(1));

        var result = Aggregate.Rows("limit_ratio(time() - 1, x)", rows, 3);

        Assert.Equal([100, 0, 100], Enumerable.Range(0, 3).Select(step => SlowAggregation.Present(result, step).Count));
        Assert.True(result.TrueForAll(row => !Slot.AreAllAbsent(row.Values)));
    }
}
