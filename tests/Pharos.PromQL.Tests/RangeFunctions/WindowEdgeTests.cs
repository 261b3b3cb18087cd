using FsCheck.Fluent;
using Pharos.PromQL.Windows;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.RangeFunctions;

public class WindowEdgeTests
{
    [Fact]
    public void PassUntil_TimesThatGrow_CountsSamplesUpToThem() =>
        Property.Holds(Gen.Choose(0, int.MaxValue), static seed =>
        {
            var samples = FloatSamples.Random(seed);
            var random = new Random(seed);
            var edge = new WindowEdge(samples.Times);
            var time = samples.Times[0] - 100_000;
            for (var step = 0; step < 200; step++)
            {
                edge.PassUntil(time);
                if (edge.Index != samples.Times.Count(sample => sample <= time))
                {
                    return false;
                }

                time += random.Next(5) switch { 0 => 0, 1 => random.NextInt64(1_000_000), _ => 60_000 };
            }

            return true;
        });

    [Fact]
    public void PassUntil_NoSamples_StaysAtTheStart()
    {
        var edge = new WindowEdge([]);

        edge.PassUntil(long.MaxValue);

        Assert.Equal(0, edge.Index);
    }
}
