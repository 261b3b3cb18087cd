namespace Pharos.PromQL.VectorFunctions;

internal readonly struct MinuteKernel : IFloatKernel
{
    public static double Of(double value) => UtcTime.Of(value).Minute;
}

internal readonly struct HourKernel : IFloatKernel
{
    public static double Of(double value) => UtcTime.Of(value).Hour;
}

internal readonly struct DayOfWeekKernel : IFloatKernel
{
    public static double Of(double value) => UtcTime.Of(value).DayOfWeek;
}

internal readonly struct DayOfMonthKernel : IFloatKernel
{
    public static double Of(double value) => UtcTime.Of(value).DayOfMonth;
}

internal readonly struct DayOfYearKernel : IFloatKernel
{
    public static double Of(double value) => UtcTime.Of(value).DayOfYear;
}

internal readonly struct DaysInMonthKernel : IFloatKernel
{
    public static double Of(double value) => UtcTime.Of(value).DaysInMonth;
}

internal readonly struct MonthKernel : IFloatKernel
{
    public static double Of(double value) => UtcTime.Of(value).Month;
}

internal readonly struct YearKernel : IFloatKernel
{
    public static double Of(double value) => UtcTime.Of(value).Year;
}
