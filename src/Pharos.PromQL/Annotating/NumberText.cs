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

    /// <summary>Two significant digits, with an exponent where there are more in front of the point: <c>1.4e+02</c>.</summary>
    public static string Rough(double value)
    {
        if (!double.IsFinite(value))
        {
            return Shortest(value);
        }

        var digits = value.ToString("0.#e+00", CultureInfo.InvariantCulture);
        var exponent = int.Parse(digits.AsSpan(digits.IndexOf('e', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent is >= -4 and < 2 ? Shortest(double.Parse(digits, CultureInfo.InvariantCulture)) : digits;
    }

    /// <summary>To the second, in UTC.</summary>
    public static string Time(long timeMs)
    {
        var time = Math.Clamp(timeMs, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
