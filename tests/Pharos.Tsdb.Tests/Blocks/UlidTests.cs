using Pharos.Testing;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class UlidTests
{
    [Fact]
    public void ToString_AnyBytes_IsReadBack()
    {
        var random = new Random(1);
        Property.Holds(Property.AnyInt64(), time =>
        {
            var entropy = new byte[Ulid.EntropyBytes];
            random.NextBytes(entropy);
            var ulid = new Ulid(time & 0xFFFF_FFFF_FFFF, entropy);
            var text = ulid.ToString();
            return Ulid.TryParse(text, out var same) && same == ulid && same.TimestampMs == (time & 0xFFFF_FFFF_FFFF)
                && Ulid.TryParse(text.ToLowerInvariant(), out same) && same == ulid;
        });
    }

    [Fact]
    public void TimestampMs_KnownUlid_IsItsTime()
    {
        // The example of the specification.
        Assert.True(Ulid.TryParse("01ARYZ6S41TSV4RRFFQ69G5FAV", out var ulid));
        Assert.Equal(1_469_918_176_385, ulid.TimestampMs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FA")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAVV")]
    [InlineData("81ARYZ6S41TSV4RRFFQ69G5FAV")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAU")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAé")]
    public void TryParse_NotAUlid_IsFalse(string text) => Assert.False(Ulid.TryParse(text, out _));

    [Fact]
    public void Next_ClockStandsStill_Ascends()
    {
        var source = new UlidSource(new StoppedClock());
        var last = source.Next();
        for (var i = 0; i < 1000; i++)
        {
            var next = source.Next();
            Assert.True(next > last);
            Assert.True(string.CompareOrdinal(next.ToString(), last.ToString()) > 0);
            last = next;
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
    }
}
