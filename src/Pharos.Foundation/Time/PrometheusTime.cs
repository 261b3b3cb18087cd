using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Time;

/// <summary>
/// Points in time as the HTTP API takes and gives them. In memory a time is a number of milliseconds since the Unix epoch.
/// </summary>
public static class PrometheusTime
{
    /// <summary>The start of a time range that was left open.</summary>
    public const long MinMs = (long.MinValue / 1000 + BoundaryOffsetSeconds) * 1000;

    /// <summary>The end of a time range that was left open.</summary>
    public const long MaxMs = (long.MaxValue / 1000 - BoundaryOffsetSeconds) * 1000 + 999;

    /// <summary>The most bytes that <see cref="WriteSeconds"/> writes.</summary>
    public const int MaxSecondsBytes = 21;

    /// <summary>
    /// The reference keeps this far away from the ends of what 64 bits hold. The two boundary times are visible in its API, so they are
    /// the same here.
    /// </summary>
    private const long BoundaryOffsetSeconds = 62135596801;

    /// <summary>Seconds beyond which milliseconds leave 64 bits.</summary>
    private const double SecondsLimit = long.MaxValue / 1000;

    private const double NanosecondsPerSecond = 1e9;

    /// <summary>How the boundaries look in RFC 3339; their years are out of range for every parser.</summary>
    private static ReadOnlySpan<byte> MinText => "-292273086-05-16T16:47:06Z"u8;

    private static ReadOnlySpan<byte> MaxText => "292277025-08-18T07:12:54.999999999Z"u8;

    /// <summary>
    /// Reads Unix seconds with an optional fraction, or RFC 3339 with up to nanoseconds. Finer digits than milliseconds are rounded in
    /// the first form and cut in the second, as in the reference.
    /// </summary>
    /// <remarks>
    /// Seconds beyond 64-bit milliseconds, where the reference wraps around, are taken as the ends of time; NaN is no time.
    /// </remarks>
    public static bool TryParse(ReadOnlySpan<byte> text, out long timestampMs, out string error)
    {
        error = "";
        if (GoFloatLiteral.TryParse(text, out var seconds) && !double.IsNaN(seconds))
        {
            timestampMs = FromParameter(seconds);
            return true;
        }

        if (Rfc3339.TryParse(text, out timestampMs))
        {
            return true;
        }

        if (text.SequenceEqual(MinText) || text.SequenceEqual(MaxText))
        {
            timestampMs = text[0] == '-' ? MinMs : MaxMs;
            return true;
        }

        error = $"cannot parse {GoQuote.Quote(text)} to a valid timestamp";
        return false;
    }

    public static bool TryParse(string text, out long timestampMs, out string error) =>
        TryParse(Encoding.UTF8.GetBytes(text), out timestampMs, out error);

    /// <summary>
    /// Reads a duration parameter (<c>step</c>, <c>timeout</c>, <c>lookback_delta</c>): seconds with an optional fraction, or a
    /// <see cref="PrometheusDuration"/>. A positive duration never becomes zero.
    /// </summary>
    public static bool TryParseDuration(ReadOnlySpan<byte> text, out TimeSpan duration, out string error)
    {
        error = "";
        if (GoFloatLiteral.TryParse(text, out var seconds) && !double.IsNaN(seconds))
        {
            var nanoseconds = seconds * NanosecondsPerSecond;
            if (nanoseconds is < long.MinValue or >= long.MaxValue)
            {
                duration = default;
                error = $"cannot parse {GoQuote.Quote(text)} to a valid duration. It overflows int64";
                return false;
            }

            var whole = (long)nanoseconds;
            var ticks = whole / TimeSpan.NanosecondsPerTick;
            duration = TimeSpan.FromTicks(ticks == 0 ? Math.Sign(whole) : ticks);
            return true;
        }

        if (PrometheusDuration.TryParse(text, out var milliseconds, out _))
        {
            duration = TimeSpan.FromMilliseconds(milliseconds);
            return true;
        }

        duration = default;
        error = $"cannot parse {GoQuote.Quote(text)} to a valid duration";
        return false;
    }

    public static bool TryParseDuration(string text, out TimeSpan duration, out string error) =>
        TryParseDuration(Encoding.UTF8.GetBytes(text), out duration, out error);

    /// <summary>
    /// Rounds seconds to milliseconds, halves away from zero. Beyond the range of 64 bits the result is the end of the range; for NaN
    /// it is 0.
    /// </summary>
    public static long FromSeconds(double seconds) => (long)Math.Round(seconds * 1000, MidpointRounding.AwayFromZero);

    /// <summary>
    /// Writes the time as a JSON number of seconds, with three digits after the point unless they are all zero, and returns the
    /// length. The destination has room for <see cref="MaxSecondsBytes"/>.
    /// </summary>
    public static int WriteSeconds(Span<byte> destination, long timestampMs)
    {
        var at = 0;
        if (timestampMs < 0)
        {
            destination[at++] = (byte)'-';
        }

        var size = timestampMs < 0 ? 0 - (ulong)timestampMs : (ulong)timestampMs;
        System.Buffers.Text.Utf8Formatter.TryFormat(size / 1000, destination[at..], out var length);
        at += length;
        var fraction = (int)(size % 1000);
        if (fraction == 0)
        {
            return at;
        }

        destination[at] = (byte)'.';
        destination[at + 1] = (byte)('0' + fraction / 100);
        destination[at + 2] = (byte)('0' + fraction / 10 % 10);
        destination[at + 3] = (byte)('0' + fraction % 10);
        return at + 4;
    }

    public static void AppendSeconds(ByteBuffer destination, long timestampMs) =>
        destination.Advance(WriteSeconds(destination.GetSpan(MaxSecondsBytes), timestampMs));

    /// <summary>Rounds the fraction alone, so that a time far from the epoch keeps the milliseconds that it shows.</summary>
    private static long FromParameter(double seconds)
    {
        if (Math.Abs(seconds) >= SecondsLimit)
        {
            return seconds < 0 ? long.MinValue : long.MaxValue;
        }

        var whole = Math.Truncate(seconds);
        var fraction = Math.Round((seconds - whole) * 1000, MidpointRounding.AwayFromZero) / 1000;
        var nanoseconds = (long)(fraction * NanosecondsPerSecond);
        return (long)whole * 1000 + (long)Math.Floor(nanoseconds / 1e6);
    }
}
