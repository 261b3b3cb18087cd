namespace Pharos.Foundation.Time;

/// <summary>
/// Reads RFC 3339 times as Go's parser does: capital <c>T</c> and <c>Z</c>, four digits for the year, any number of digits in the
/// fraction. Beyond the RFC it allows hours of one digit and a comma before the fraction.
/// </summary>
internal static class Rfc3339
{
    private const int MaxOffsetHours = 24;
    private const int MaxOffsetMinutes = 60;

    /// <summary>Milliseconds since the Unix epoch; finer digits are cut towards the past.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long timestampMs)
    {
        timestampMs = 0;
        var reader = new Reader(text);
        if (!reader.TryDigits(4, 4, out var year) || !reader.TryByte('-')
            || !reader.TryDigits(2, 2, out var month) || !reader.TryByte('-')
            || !reader.TryDigits(2, 2, out var day) || !reader.TryByte('T')
            || !reader.TryDigits(1, 2, out var hour) || !reader.TryByte(':')
            || !reader.TryDigits(2, 2, out var minute) || !reader.TryByte(':')
            || !reader.TryDigits(2, 2, out var second)
            || !reader.TryFraction(out var milliseconds)
            || !reader.TryOffset(out var offsetMinutes)
            || !reader.IsAtEnd)
        {
            return false;
        }

        if (month is < 1 or > 12 || day < 1 || day > DaysIn(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var minutes = (DaysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute - offsetMinutes;
        timestampMs = (minutes * 60 + second) * 1000 + milliseconds;
        return true;
    }

    /// <summary>The platform knows no year 0; 400 years later the calendar is the same.</summary>
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth(year == 0 ? 400 : year, month);

    private static long DaysSinceEpoch(int year, int month, int day)
    {
        const int DaysIn400Years = 146_097;
        var shift = year == 0 ? 1 : 0;
        var days = new DateOnly(year + shift * 400, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return days - shift * DaysIn400Years;
    }

    private ref struct Reader
    {
        private ReadOnlySpan<byte> _rest;

        public Reader(ReadOnlySpan<byte> text)
        {
            _rest = text;
        }

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public bool TryByte(char expected)
        {
            if (_rest.IsEmpty || _rest[0] != expected)
            {
                return false;
            }

            _rest = _rest[1..];
            return true;
        }

        public bool TryDigits(int least, int most, out int value)
        {
            value = 0;
            var count = 0;
            for (; count < most && count < _rest.Length && char.IsAsciiDigit((char)_rest[count]); count++)
            {
                value = value * 10 + (_rest[count] - '0');
            }

            _rest = _rest[count..];
            return count >= least;
        }

        /// <summary>A point or comma and digits, or nothing.</summary>
        public bool TryFraction(out int milliseconds)
        {
            milliseconds = 0;
            if (!TryByte('.') && !TryByte(','))
            {
                return true;
            }

            var count = 0;
            for (; count < _rest.Length && char.IsAsciiDigit((char)_rest[count]); count++)
            {
                if (count < 3)
                {
                    milliseconds = milliseconds * 10 + (_rest[count] - '0');
                }
            }

            for (var missing = count; missing < 3; missing++)
            {
                milliseconds *= 10;
            }

            _rest = _rest[count..];
            return count > 0;
        }

        public bool TryOffset(out int minutes)
        {
            minutes = 0;
            if (TryByte('Z'))
            {
                return true;
            }

            var sign = TryByte('+') ? 1 : -1;
            if (sign < 0 && !TryByte('-'))
            {
                return false;
            }

            var ok = TryDigits(2, 2, out var hours) & TryByte(':') & TryDigits(2, 2, out minutes);
            var isInRange = hours <= MaxOffsetHours && minutes <= MaxOffsetMinutes;
            minutes = sign * (hours * 60 + minutes);
            return ok && isInRange;
        }
    }
}
