using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions;

/// <summary>Go's templates for replacements: <c>$1 ${1} $name ${name} $$</c>.</summary>
internal static class Replacement
{
    /// <summary>Appends the template with its references replaced. What a reference to no group or an unset one names is empty.</summary>
    public static void Expand(
        ByteBuffer destination,
        ReadOnlySpan<byte> template,
        ReadOnlySpan<byte> input,
        ReadOnlySpan<int> groups,
        IReadOnlyList<string> names)
    {
        while (template.IndexOf((byte)'$') is >= 0 and var dollar)
        {
            destination.Append(template[..dollar]);
            template = template[(dollar + 1)..];
            if (template is [(byte)'$', ..])
            {
                destination.Append((byte)'$');
                template = template[1..];
            }
            else if (TryTakeReference(ref template, out var reference))
            {
                AppendGroup(destination, reference, input, groups, names);
            }
            else
            {
                // A dollar that begins no reference is text.
                destination.Append((byte)'$');
            }
        }

        destination.Append(template);
    }

    private static void AppendGroup(
        ByteBuffer destination,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> input,
        ReadOnlySpan<int> groups,
        IReadOnlyList<string> names)
    {
        var number = ParseNumber(reference);
        for (var group = Math.Max(number, 0); group < groups.Length / 2; group++)
        {
            var isMeant = number >= 0 || (group < names.Count && IsName(names[group], reference));
            if (isMeant && groups[2 * group] >= 0)
            {
                destination.Append(input[groups[2 * group]..groups[(2 * group) + 1]]);
                return;
            }

            if (number >= 0)
            {
                return;
            }
        }
    }

    /// <summary>Takes <c>name</c> or <c>{name}</c>; a name without braces is as long as it can be.</summary>
    private static bool TryTakeReference(ref ReadOnlySpan<byte> template, out ReadOnlySpan<byte> reference)
    {
        var isBraced = template is [(byte)'{', ..];
        var begin = isBraced ? 1 : 0;
        var end = begin;
        while (end < template.Length && IsNameRune(Utf8Runes.Decode(template, end, out var width)))
        {
            end += width;
        }

        reference = template[begin..end];
        if (reference.IsEmpty || (isBraced && (end == template.Length || template[end] != '}')))
        {
            return false;
        }

        template = template[(isBraced ? end + 1 : end)..];
        return true;
    }

    private static bool IsNameRune(int rune) => rune < 0x80
        ? rune == '_' || char.IsAsciiLetterOrDigit((char)rune)
        : UnicodeClasses.Find("L", ignoreCase: false)!.Contains(rune) || UnicodeClasses.Find("Nd", ignoreCase: false)!.Contains(rune);

    /// <summary>The number that a reference is, or -1 where it is a name: also with leading zeros or too many digits.</summary>
    private static int ParseNumber(ReadOnlySpan<byte> reference)
    {
        if (reference.Length > 9 || (reference.Length > 1 && reference[0] == '0'))
        {
            return -1;
        }

        var number = 0;
        foreach (var digit in reference)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }

    private static bool IsName(string name, ReadOnlySpan<byte> reference)
    {
        if (name.Length != reference.Length)
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != reference[i])
            {
                return false;
            }
        }

        return true;
    }
}
