using System.Globalization;
using System.Text;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Templates.Execution;

/// <summary>One value by one verb.</summary>
internal sealed partial class GoPrintf
{
    private struct Spec
    {
        public bool IsSharp;
        public bool IsZero;
        public bool HasPlus;
        public bool IsLeft;
        public bool HasSpace;
        public int Width;

        /// <summary>Below zero if there is none.</summary>
        public int Precision;
        public Rune Verb;
    }

    private static string Formatted(object? value, Spec spec)
    {
        var verb = spec.Verb.Value;
        if (verb == 'T')
        {
            return Padded(Cut(TemplateType.NameOf(value), spec), spec);
        }

        return value switch
        {
            null => verb == 'v' ? Padded("<nil>", spec) : $"%!{spec.Verb}(<nil>)",
            bool => verb is 't' or 'v' ? Padded(GoPrint.Text(value), spec) : Bad(value, spec),
            long number => Integer(number, spec),
            double number => Number(number, spec),
            string text => Text(text, spec) ?? Bad(value, spec),
            TemplateList list => $"[{string.Join(' ', list.Items.Select(item => Inner(item, spec)))}]",
            TemplateMap map => $"map[{string.Join(' ', map.Ordered.Select(item => $"{Formatted(item.Key, spec)}:{Inner(item.Value, spec)}"))}]",
            _ => Text(GoPrint.Text(value), spec) ?? Bad(value, spec),
        };
    }

    private static string Inner(object? value, Spec spec) => value is null ? "<nil>" : Formatted(value, spec);

    /// <summary>A verb that is none for the value: all that can be shown of both.</summary>
    private static string Bad(object value, Spec spec) =>
        $"%!{spec.Verb}({TemplateType.NameOf(value)}={Formatted(value, spec with { Verb = new Rune('v'), IsSharp = false })})";

    private static string? Text(string text, Spec spec)
    {
        switch (spec.Verb.Value)
        {
            case 'v' when spec.IsSharp:
                return Padded(GoQuote.Quote(Cut(text, spec)), spec);
            case 'v' or 's':
                return Padded(Cut(text, spec), spec);
            case 'q':
                var cut = Cut(text, spec);
                var isRaw = spec.IsSharp && !cut.AsSpan().ContainsAny('`', '\r') && cut.All(static character => character == '\t' || !char.IsControl(character));
                return Padded(isRaw ? $"`{cut}`" : GoQuote.Quote(cut), spec);
            case 'x' or 'X':
                var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
                bytes = spec.Precision >= 0 && spec.Precision < bytes.Length ? bytes[..spec.Precision] : bytes;
                return Padded(Hexadecimal(bytes, spec), spec);
            default:
                return null;
        }
    }

    private static string Hexadecimal(ReadOnlySpan<byte> bytes, Spec spec)
    {
        var isUpper = spec.Verb.Value == 'X';
        var prefix = spec.IsSharp ? isUpper ? "0X" : "0x" : "";
        var result = new StringBuilder(bytes.Length > 0 ? prefix : "");
        for (var i = 0; i < bytes.Length; i++)
        {
            result.Append(i > 0 && spec.HasSpace ? " " + prefix : "").Append(bytes[i].ToString(isUpper ? "X2" : "x2", CultureInfo.InvariantCulture));
        }

        return result.ToString();
    }

    /// <summary>As many characters as the precision says.</summary>
    private static string Cut(string text, Spec spec) =>
        spec.Precision < 0 ? text : string.Concat(text.EnumerateRunes().Take(spec.Precision));

    private static string Integer(long value, Spec spec)
    {
        var verb = spec.Verb.Value;
        switch (verb)
        {
            case 'v' or 'd':
                return Digits(value, 10, "", spec);
            case 'b':
                return Digits(value, 2, spec.IsSharp ? "0b" : "", spec);
            case 'o' or 'O':
                return Digits(value, 8, verb == 'O' ? "0o" : spec.IsSharp ? "0" : "", spec);
            case 'x' or 'X':
                return Digits(value, 16, spec.IsSharp ? verb == 'x' ? "0x" : "0X" : "", spec);
            case 'c':
                return Padded(Character(value).ToString(), spec);
            case 'q':
                return Padded(Quoted(Character(value)), spec);
            case 'U':
                var code = "U+" + value.ToString("X4", CultureInfo.InvariantCulture);
                return Padded(spec.IsSharp && Rune.IsValid(value is >= 0 and <= int.MaxValue ? (int)value : -1) ? $"{code} '{Character(value)}'" : code, spec);
            default:
                return Bad(value, spec);
        }
    }

    private static Rune Character(long code) => code is >= 0 and <= int.MaxValue && Rune.TryCreate((int)code, out var rune) ? rune : Rune.ReplacementChar;

    private static string Quoted(Rune character) => character.Value switch
    {
        '\'' => @"'\''",
        '"' => "'\"'",
        _ => $"'{GoQuote.Quote(character.ToString())[1..^1]}'",
    };

    private static string Digits(long value, int radix, string prefix, Spec spec)
    {
        var magnitude = value < 0 ? 0 - (ulong)value : (ulong)value;
        var digits = new StringBuilder();
        for (var rest = magnitude; rest > 0 || digits.Length == 0; rest /= (uint)radix)
        {
            var digit = (int)(rest % (uint)radix);
            digits.Insert(0, spec.Verb.Value == 'X' ? "0123456789ABCDEF"[digit] : "0123456789abcdef"[digit]);
        }

        var sign = value < 0 ? "-" : spec.HasPlus ? "+" : spec.HasSpace ? " " : "";
        if (spec.Precision >= 0)
        {
            // No digits at all of zero if none are asked for.
            return spec.Precision == 0 && value == 0
                ? new string(' ', spec.Width)
                : Padded(sign + prefix + digits.ToString().PadLeft(spec.Precision, '0'), spec with { IsZero = false });
        }

        var zeros = spec.IsZero && !spec.IsLeft ? spec.Width - sign.Length : 0;
        return Padded(sign + prefix + digits.ToString().PadLeft(Math.Max(zeros, 0), '0'), spec with { IsZero = false });
    }

    private static string Number(double value, Spec spec)
    {
        var verb = spec.Verb.Value;
        var (format, precision) = verb switch
        {
            'v' => ('g', -1),
            'g' or 'G' => ('g', -1),
            'e' or 'E' => ('e', 6),
            'f' or 'F' => ('f', 6),
            _ => ('\0', 0),
        };
        if (format == '\0')
        {
            return Bad(value, spec);
        }

        var text = double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "Inf" : "-Inf"
            : GoFloatPrecision.Format(value, format, spec.Precision >= 0 ? spec.Precision : precision);
        text = verb is 'E' or 'G' ? text.ToUpperInvariant() : text;
        var sign = text.StartsWith('-') ? "-" : spec.HasPlus ? "+" : spec.HasSpace ? " " : double.IsInfinity(value) ? "+" : "";
        text = text.TrimStart('-');
        if (spec.IsZero && !spec.IsLeft && double.IsFinite(value))
        {
            return sign + text.PadLeft(Math.Max(spec.Width - sign.Length, 0), '0');
        }

        return Padded(sign + text, spec with { IsZero = false });
    }

    private static string Padded(string text, Spec spec)
    {
        var missing = spec.Width - text.EnumerateRunes().Count();
        if (missing <= 0)
        {
            return text;
        }

        return spec.IsLeft ? text + new string(' ', missing) : new string(spec.IsZero ? '0' : ' ', missing) + text;
    }
}
