using System.Globalization;
using System.Text;
using Pharos.Foundation.Numbers;

namespace Pharos.PromQL.Annotating;

/// <summary>Numbers and times as they stand in annotations.</summary>
internal static class NumberText
{
    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Shortest(double value)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        return Encoding.ASCII.GetString(text[..GoFloat.Format(text, value)]);
    }

    /// <summary>Two significant digits.</summary>
    public static string Rough(double value) =>
        double.IsFinite(value)
            ? Shortest(double.Parse(value.ToString("E1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            : Shortest(value);

    /// <summary>To the second, in UTC.</summary>
    public static string Time(long timeMs)
    {
        var time = Math.Clamp(timeMs, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
