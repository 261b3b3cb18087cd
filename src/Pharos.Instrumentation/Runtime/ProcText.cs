using System.Buffers.Text;

namespace Pharos.Instrumentation.Runtime;

/// <summary>Reads the plain tables of <c>/proc</c>.</summary>
internal static class ProcText
{
    /// <summary>The next field before a blank, empty at the end of the line.</summary>
    public static ReadOnlySpan<byte> TakeField(ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(" \t\n"u8);
        var end = line.IndexOfAny(" \t\n"u8);
        var field = end < 0 ? line : line[..end];
        line = line[field.Length..];
        return field;
    }

    public static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line;
    }

    /// <summary>The number after a key at the beginning of a line, as in <c>btime 1700000000</c>.</summary>
    public static bool TryFindNumber(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out ulong number)
    {
        while (!text.IsEmpty)
        {
            var line = TakeLine(ref text);
            if (TakeField(ref line).SequenceEqual(key))
            {
                return TryNumber(TakeField(ref line), out number);
            }
        }

        number = 0;
        return false;
    }

    /// <summary>The soft limit of a resource in <c>self/limits</c>; <see cref="ulong.MaxValue"/> if there is none.</summary>
    public static bool TryFindSoftLimit(ReadOnlySpan<byte> limits, ReadOnlySpan<byte> resource, out ulong limit)
    {
        while (!limits.IsEmpty)
        {
            var line = TakeLine(ref limits);
            if (!line.StartsWith(resource))
            {
                continue;
            }

            line = line[resource.Length..];
            var soft = TakeField(ref line);
            limit = ulong.MaxValue;
            return soft.SequenceEqual("unlimited"u8) || TryNumber(soft, out limit);
        }

        limit = 0;
        return false;
    }

    /// <summary>
    /// A number of <c>self/net/netstat</c>, where a line of names is followed by a line of numbers and both begin with their group.
    /// </summary>
    public static bool TryFindNetworkStatistic(ReadOnlySpan<byte> text, ReadOnlySpan<byte> group, ReadOnlySpan<byte> name, out ulong number)
    {
        number = 0;
        while (!text.IsEmpty)
        {
            var names = TakeLine(ref text);
            if (!TakeField(ref names).SequenceEqual(group))
            {
                continue;
            }

            var numbers = TakeLine(ref text);
            return TakeField(ref numbers).SequenceEqual(group) && TryFindColumn(names, numbers, name, out number);
        }

        return false;
    }

    private static bool TryFindColumn(ReadOnlySpan<byte> names, ReadOnlySpan<byte> numbers, ReadOnlySpan<byte> name, out ulong number)
    {
        while (true)
        {
            var column = TakeField(ref names);
            var value = TakeField(ref numbers);
            if (column.IsEmpty || value.IsEmpty)
            {
                number = 0;
                return false;
            }

            if (column.SequenceEqual(name))
            {
                return TryNumber(value, out number);
            }
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out ulong number) =>
        Utf8Parser.TryParse(text, out number, out var length) && length == text.Length && length > 0;
}
