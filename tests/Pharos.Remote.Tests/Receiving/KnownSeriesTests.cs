using Pharos.Remote.Receiving;
using Pharos.Storage;
using Pharos.Testing.Time;

namespace Pharos.Remote.Tests.Receiving;

public sealed class KnownSeriesTests
{
    [Fact]
    public void TryGet_ManySeries_FindsEachOne()
    {
        var known = new KnownSeries(new ManualTime());
        for (ulong i = 1; i <= 20_000; i++)
        {
            known.Set(Key(i), new SeriesRef(i));
        }

        for (ulong i = 1; i <= 20_000; i++)
        {
            Assert.True(known.TryGet(Key(i), out var series));
            Assert.Equal(i, series.Value);
        }

        Assert.False(known.TryGet(Key(0), out _));
    }

    [Fact]
    public void TryGet_KeysThatFallTogether_AreToldApart()
    {
        var known = new KnownSeries(new ManualTime());
        for (ulong i = 0; i < 100; i++)
        {
            known.Set(new SeriesKey(5, i), new SeriesRef(i + 1));
        }

        for (ulong i = 0; i < 100; i++)
        {
            Assert.True(known.TryGet(new SeriesKey(5, i), out var series));
            Assert.Equal(i + 1, series.Value);
        }
    }

    [Fact]
    public void Set_Again_ReplacesTheReference()
    {
        var known = new KnownSeries(new ManualTime());
        known.Set(Key(1), new SeriesRef(7));
        known.Set(Key(1), new SeriesRef(8));
        Assert.True(known.TryGet(Key(1), out var series));
        Assert.Equal(8UL, series.Value);
        Assert.Equal(1, known.Count);
    }

    [Fact]
    public void Set_NewSeriesForHours_KeepsThoseThatAreAskedForAndNotTheOthers()
    {
        var time = new ManualTime();
        var known = new KnownSeries(time);
        known.Set(Key(0), new SeriesRef(1_000_000));
        for (ulong i = 1; i <= 100_000; i++)
        {
            known.Set(Key(i), new SeriesRef(i));
            Assert.True(known.TryGet(Key(0), out _));
            if (i % 1000 == 0)
            {
                time.Advance(TimeSpan.FromMinutes(10));
            }
        }

        Assert.InRange(known.Count, 1, 20_000);
        Assert.False(known.TryGet(Key(1), out _));
        Assert.True(known.TryGet(Key(100_000), out _));
    }

    [Fact]
    public async Task TryGet_WhileOthersAreAdded_NeverFindsAnothersReference()
    {
        var known = new KnownSeries(new ManualTime());
        var writing = Task.Run(() =>
        {
            for (ulong i = 1; i <= 50_000; i++)
            {
                known.Set(Key(i), new SeriesRef(i));
            }
        }, TestContext.Current.CancellationToken);
        while (!writing.IsCompleted)
        {
            for (ulong i = 1; i <= 50_000; i += 97)
            {
                Assert.True(!known.TryGet(Key(i), out var series) || series.Value == i);
            }
        }

        await writing;
    }

    [Fact]
    public void Of_AnyBytes_DependsOnEachOfThemAndTheLength()
    {
        var keys = new HashSet<SeriesKey>();
        for (var length = 0; length < 70; length++)
        {
            var bytes = new byte[length];
            Assert.True(keys.Add(SeriesKey.Of(bytes)));
            Assert.Equal(SeriesKey.Of(bytes), SeriesKey.Of(bytes));
            for (var i = 0; i < length; i++)
            {
                for (var bit = 0; bit < 8; bit++)
                {
                    bytes[i] ^= (byte)(1 << bit);
                    Assert.True(keys.Add(SeriesKey.Of(bytes)));
                    bytes[i] ^= (byte)(1 << bit);
                }
            }
        }
    }

    [Fact]
    public void Add_SameKeysInAnotherOrder_IsAnotherKey()
    {
        var (first, second) = (Key(1), Key(2));
        Assert.NotEqual(SeriesKey.BeginList().Add(first).Add(second).Finish(), SeriesKey.BeginList().Add(second).Add(first).Finish());
        Assert.NotEqual(SeriesKey.BeginList().Add(first).Finish(), SeriesKey.BeginList().Add(first).Add(first).Finish());
    }

    private static SeriesKey Key(ulong number) => SeriesKey.Of(BitConverter.GetBytes(number));
}
