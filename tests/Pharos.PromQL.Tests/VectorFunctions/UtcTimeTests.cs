using Pharos.PromQL.VectorFunctions;

namespace Pharos.PromQL.Tests.VectorFunctions;

public class UtcTimeTests
{
    [Fact]
    public void Parts_OfTimesThatThePlatformKnows_AreThePlatforms()
    {
        var random = new Random(1);
        var min = DateTimeOffset.MinValue.ToUnixTimeSeconds();
        var max = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        for (var i = 0; i < 100_000; i++)
        {
            // Many of the times are at ends of days, months and years.
            var seconds = random.NextInt64(min, max);
            seconds -= i % 2 == 0 ? seconds % (86400L * 365) : 0;
            var expected = DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;

            var time = new UtcTime(seconds);

            Assert.Equal((expected.Year, expected.Month, expected.Day), ((int)time.Year, time.Month, time.DayOfMonth));
            Assert.Equal((expected.Hour, expected.Minute), (time.Hour, time.Minute));
            Assert.Equal(((int)expected.DayOfWeek, expected.DayOfYear), (time.DayOfWeek, time.DayOfYear));
            Assert.Equal(DateTime.DaysInMonth(expected.Year, expected.Month), time.DaysInMonth);
        }
    }

    [Theory]
    [InlineData(1e18, 31688740476, 10, 23, 1, 46)]
    [InlineData(-1e18, -31688736537, 3, 10, 22, 13)]
    [InlineData(double.NaN, 292277026596, 12, 4, 15, 30)]
    [InlineData(-9.22337203e18, 292277026814, 2, 23, 7, 53)]
    [InlineData(-9.2233720286e18, -292277022396, 8, 27, 17, 38)]
    [InlineData(double.PositiveInfinity, 292277026596, 12, 4, 15, 30)]
    [InlineData(1709251199.99, 2024, 2, 29, 23, 59)]
    [InlineData(-0.99, 1970, 1, 1, 0, 0)]
    public void Of_NumbersOfAnySize_WrapsAroundAsGoDoes(double value, long year, int month, int day, int hour, int minute)
    {
        var time = UtcTime.Of(value);

        Assert.Equal((year, month, day, hour, minute), (time.Year, time.Month, time.DayOfMonth, time.Hour, time.Minute));
    }
}
