using System.Globalization;
using System.Text;
using Pharos.Configuration.Yaml;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Time;

namespace Pharos.Configuration;

/// <summary>The scalars that sections of any room have.</summary>
public static class Kinds
{
    public static ScalarKind<string> Text { get; } = new TextKind();

    public static ScalarKind<Secret> Secret { get; } = new SecretKind();

    public static ScalarKind<bool> Bool { get; } = new BoolKind();

    /// <summary>Null if nothing is said.</summary>
    public static ScalarKind<bool?> OptionalBool { get; } = new OptionalBoolKind();

    public static ScalarKind<long> Integer { get; } = new IntegerKind(long.MinValue, "a whole number");

    public static ScalarKind<long> Count { get; } = new IntegerKind(0, "a whole number that is not negative");

    public static ScalarKind<double> Number { get; } = new NumberKind();

    public static ScalarKind<TimeSpan> Duration { get; } = new DurationKind();

    public static ScalarKind<long> Size { get; } = new SizeKind();

    /// <summary>An absolute URL with a host. What it has for a password is not shown.</summary>
    public static ScalarKind<string> Url { get; } = new UrlKind(needsHost: true);

    /// <summary>As <see cref="Url"/>, where one without a host has always been taken although nothing can be reached by it.</summary>
    public static ScalarKind<string> AbsoluteUrl { get; } = new UrlKind(needsHost: false);

    private sealed class TextKind : ScalarKind<string>
    {
        public override string Expected => "a text";

        public override bool TryRead(string text, bool isPlain, out string value, out string complaint)
        {
            (value, complaint) = (text, "");
            return true;
        }

        public override string Write(string value) => value;

        public override bool IsEmpty(string value) => value.Length == 0;
    }

    private sealed class SecretKind : ScalarKind<Secret>
    {
        public override string Expected => "a text";

        public override bool TryRead(string text, bool isPlain, out Secret value, out string complaint)
        {
            (value, complaint) = (new Secret(text), "");
            return true;
        }

        public override string Write(Secret value) => value.Reveal();

        public override string Show(Secret value) => value.ToString();

        public override bool IsEmpty(Secret value) => value.IsEmpty;
    }

    private sealed class BoolKind : ScalarKind<bool>
    {
        public override string Expected => "true or false";

        public override bool IsPlain => true;

        public override bool TryRead(string text, bool isPlain, out bool value, out string complaint)
        {
            complaint = "";
            return ScalarWords.TryReadBool(text, out value) && isPlain;
        }

        public override string Write(bool value) => value ? "true" : "false";

        public override bool IsEmpty(bool value) => !value;
    }

    private sealed class OptionalBoolKind : ScalarKind<bool?>
    {
        public override string Expected => Bool.Expected;

        public override bool IsPlain => true;

        public override bool TryRead(string text, bool isPlain, out bool? value, out string complaint)
        {
            var isRead = Bool.TryRead(text, isPlain, out var read, out complaint);
            value = read;
            return isRead;
        }

        public override string Write(bool? value) => value is { } known ? Bool.Write(known) : "";

        public override bool IsEmpty(bool? value) => value is null;
    }

    private sealed class IntegerKind(long least, string expected) : ScalarKind<long>
    {
        public override string Expected => expected;

        public override bool IsPlain => true;

        public override bool TryRead(string text, bool isPlain, out long value, out string complaint)
        {
            complaint = "";
            var isRead = TryReadDigits(text.Replace("_", "", StringComparison.Ordinal), out value);
            return isRead && isPlain && value >= least;
        }

        public override string Write(long value) => value.ToString(CultureInfo.InvariantCulture);

        public override bool IsEmpty(long value) => value == 0;

        /// <summary>Whole numbers as YAML's readers in Go take them: 0x1f, 0b11, 0o17 and 017 for the same, each with a sign.</summary>
        private static bool TryReadDigits(string text, out long value)
        {
            value = 0;
            var digits = text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0);
            var (numberBase, prefix) = digits switch
            {
                ['0', 'x' or 'X', ..] => (16u, 2),
                ['0', 'b' or 'B', ..] => (2u, 2),
                ['0', 'o' or 'O', ..] => (8u, 2),
                ['0', _, ..] => (8u, 1),
                _ => (10u, 0),
            };
            UInt128 sum = 0;
            foreach (var digit in digits[prefix..])
            {
                var worth = char.IsAsciiHexDigit(digit) ? (uint)Convert.ToInt32(digit.ToString(), 16) : uint.MaxValue;
                sum = (sum * numberBase) + worth;
                if (worth >= numberBase || sum > 1UL << 63)
                {
                    return false;
                }
            }

            var isNegative = text.StartsWith('-');
            value = isNegative ? unchecked(-(long)(ulong)sum) : unchecked((long)(ulong)sum);
            return digits.Length > prefix && (isNegative || sum <= long.MaxValue);
        }
    }

    private sealed class NumberKind : ScalarKind<double>
    {
        public override string Expected => "a number";

        public override bool IsPlain => true;

        public override bool TryRead(string text, bool isPlain, out double value, out string complaint)
        {
            complaint = "";
            return GoFloat.TryParse(Encoding.UTF8.GetBytes(text.Replace("_", "", StringComparison.Ordinal)), out value) && isPlain;
        }

        public override string Write(double value)
        {
            Span<byte> text = stackalloc byte[32];
            return Encoding.UTF8.GetString(text[..GoFloat.Format(text, value)]);
        }

        public override bool IsEmpty(double value) => value == 0;
    }

    private sealed class DurationKind : ScalarKind<TimeSpan>
    {
        public override string Expected => "a duration such as 1m30s";

        public override bool TryRead(string text, bool isPlain, out TimeSpan value, out string complaint)
        {
            var isRead = PrometheusDuration.TryParse(Encoding.UTF8.GetBytes(text), out var milliseconds, out complaint);
            value = TimeSpan.FromMilliseconds(milliseconds);
            return isRead;
        }

        public override string Write(TimeSpan value) => PrometheusDuration.Format(value);

        public override bool IsEmpty(TimeSpan value) => value == TimeSpan.Zero;
    }

    private sealed class SizeKind : ScalarKind<long>
    {
        public override string Expected => "a size with its unit, such as 10MB";

        public override bool TryRead(string text, bool isPlain, out long value, out string complaint) => ByteSize.TryParse(text, out value, out complaint);

        public override string Write(long value) => ByteSize.Format(value);

        public override bool IsEmpty(long value) => value == 0;
    }

    private sealed class UrlKind(bool needsHost) : ScalarKind<string>
    {
        public override string Expected => needsHost ? "a URL with scheme and host" : "an absolute URL";

        public override bool TryRead(string text, bool isPlain, out string value, out string complaint)
        {
            (value, complaint) = (text, "");
            return text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var url) && (!needsHost || url.Host.Length > 0));
        }

        public override string Write(string value) => value;

        public override string Show(string value) => UrlText.WithoutPassword(value);

        public override bool IsEmpty(string value) => value.Length == 0;
    }
}
