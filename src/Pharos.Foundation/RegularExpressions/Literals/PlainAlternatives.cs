using System.Buffers;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>
/// Recognises patterns that are nothing but texts between bars, <c>a|b|c</c>, without parsing them: dashboards send such patterns with
/// thousands of texts. The texts may be any bytes, also such as no regular expression could hold.
/// </summary>
internal static class PlainAlternatives
{
    private static readonly SearchValues<byte> Operators = SearchValues.Create("\\.+*?()[]{}^$"u8);

    /// <summary>The texts in order, or null where the pattern has other operators.</summary>
    public static List<byte[]>? TrySplit(ReadOnlySpan<byte> pattern)
    {
        if (pattern.ContainsAny(Operators))
        {
            return null;
        }

        var texts = new List<byte[]>(pattern.Count((byte)'|') + 1);
        foreach (var range in pattern.Split((byte)'|'))
        {
            texts.Add(pattern[range].ToArray());
        }

        return texts;
    }
}
