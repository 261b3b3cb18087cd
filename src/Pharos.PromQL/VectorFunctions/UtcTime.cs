namespace Pharos.PromQL.VectorFunctions;

/// <summary>A second of the Gregorian calendar, extended to all times that seconds in 64 bits reach.</summary>
internal readonly struct UtcTime
{
    private const long SecondsPerDay = 86400;

    private const int DaysPer400Years = 146097;

    /// <summary>The calendar begins with March of the year 0 here, so that the day that is sometimes there is the last of a year.</summary>
    private const int DaysFromMarchOfYear0ToEpoch = 719468;

    /// <summary>Go's clock begins here (March -292277022400) and wraps around: what is earlier comes out 2^64 seconds later.</summary>
    private const long EarliestSecond = -9223372028715321600 + (306 * SecondsPerDay);

    /// <summary>Days since 1970.</summary>
    private readonly long _day;

    private readonly int _secondOfDay;

    public UtcTime(long unixSeconds)
    {
        if (unixSeconds >= EarliestSecond)
        {
            _day = Math.DivRem(unixSeconds, SecondsPerDay, out var rest);
            _secondOfDay = (int)rest;
            if (rest < 0)
            {
                _day--;
                _secondOfDay += (int)SecondsPerDay;
            }
        }
        else
        {
            var wrapped = unixSeconds + (Int128.One << 64);
            _day = (long)(wrapped / SecondsPerDay);
            _secondOfDay = (int)(wrapped % SecondsPerDay);
        }
    }

    public int Hour => _secondOfDay / 3600;

    public int Minute => _secondOfDay / 60 % 60;

    /// <summary>0 for Sunday.</summary>
    public int DayOfWeek => (int)(((_day % 7) + 11) % 7);

    public long Year => Date().Year;

    public int Month => Date().Month;

    public int DayOfMonth => Date().Day;

    public int DayOfYear
    {
        get
        {
            var (year, month, day) = Date();
            ReadOnlySpan<short> before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
            return before[month - 1] + day + (month > 2 && IsLeap(year) ? 1 : 0);
        }
    }

    public int DaysInMonth
    {
        get
        {
            var (year, month, _) = Date();
            return month switch
            {
                2 => IsLeap(year) ? 29 : 28,
                4 or 6 or 9 or 11 => 30,
                _ => 31,
            };
        }
    }

    /// <summary>The time of a number of seconds; fractions are cut off, and what is no number or too large is the smallest integer.</summary>
    public static UtcTime Of(double unixSeconds) =>
        new(unixSeconds is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)unixSeconds : long.MinValue);

    private static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private (long Year, int Month, int Day) Date()
    {
        // Years begin in March: then days before a month follow one straight line, 153 days for five months.
        var day = _day + DaysFromMarchOfYear0ToEpoch;
        var cycle = Math.DivRem(day, DaysPer400Years, out var rest);
        if (rest < 0)
        {
            cycle--;
            rest += DaysPer400Years;
        }

        var dayOfCycle = (int)rest;
        var yearOfCycle = (dayOfCycle - (dayOfCycle / 1460) + (dayOfCycle / 36524) - (dayOfCycle / 146096)) / 365;
        var dayOfYear = dayOfCycle - ((365 * yearOfCycle) + (yearOfCycle / 4) - (yearOfCycle / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        var dayOfMonth = dayOfYear - (((153 * month) + 2) / 5) + 1;
        var isNextYear = month >= 10;
        return ((cycle * 400) + yearOfCycle + (isNextYear ? 1 : 0), month + (isNextYear ? -9 : 3), dayOfMonth);
    }
}
