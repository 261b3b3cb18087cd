using System.Globalization;
using System.Text;
using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Templates.Execution;

/// <summary>Values as Go prints them where nothing else is asked for.</summary>
internal static class GoPrint
{
    /// <summary>What templates show in the place of null.</summary>
    public const string NoValue = "<no value>";

    /// <summary>One after the other, with spaces between two that are no texts.</summary>
    public static string Print(ReadOnlySpan<object?> values)
    {
        var result = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0 && values[i] is not string && values[i - 1] is not string)
            {
                result.Append(' ');
            }

            result.Append(Text(values[i]));
        }

        return result.ToString();
    }

    public static string PrintLine(ReadOnlySpan<object?> values)
    {
        var result = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            result.Append(i > 0 ? " " : "").Append(Text(values[i]));
        }

        return result.Append('\n').ToString();
    }

    public static string Text(object? value) => value switch
    {
        null => "<nil>",
        string text => text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        TemplateList list => $"[{string.Join(' ', list.Items.Select(Text))}]",
        TemplateMap map => $"map[{string.Join(' ', map.Ordered.Select(static item => $"{item.Key}:{Text(item.Value)}"))}]",
        _ => value.ToString()!,
    };

    private static string Number(double value)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        return Encoding.UTF8.GetString(text[..GoFloat.Format(text, value)]);
    }
}
