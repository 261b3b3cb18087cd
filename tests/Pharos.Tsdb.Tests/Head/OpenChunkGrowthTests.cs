using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head;

namespace Pharos.Tsdb.Tests.Head;

public sealed class OpenChunkGrowthTests
{
    /// <summary>From one byte to eighteen: the room that is left in a chunk must do for whatever comes next, at every length it can have.</summary>
    [Fact]
    public void Append_SamplesOfAllLengths_AreAllStored()
    {
        using var fixture = new HeadFixture(new HeadOptions { ChunkRangeMs = 1L << 40 });
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var labels = Labels.Of(("__name__", "m"), ("seed", $"{seed}"));
            var expected = new List<(long, double)>();
            using var appender = fixture.Head.NewAppender();
            for (long time = 1, i = 0; i < 100; i++)
            {
                // Steps that hardly change are a bit or two, those that change by more than 20 bits are written in full; so are values.
                time += random.Next(3) == 0 ? 600_000 + random.Next(1_000_000) : 1;
                var value = random.Next(3) == 0 ? 1 : BitConverter.Int64BitsToDouble(random.NextInt64(1L << 62));
                Assert.Equal(AppendOutcome.Accepted, appender.Append(SeriesRef.None, labels.View, time, value).Outcome);
                expected.Add((time, value));
            }

            appender.Commit();
            Assert.Equal(expected, Assert.Single(fixture.Query(0, long.MaxValue, new Matcher(Model.MatchType.Equal, "seed", $"{seed}"))).Samples);
        }
    }
}
