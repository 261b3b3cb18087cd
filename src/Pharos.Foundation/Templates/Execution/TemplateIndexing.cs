using System.Text;

namespace Pharos.Foundation.Templates.Execution;

/// <summary>Lengths, items and parts of lists, maps and texts. A text is the bytes of its UTF-8.</summary>
internal static class TemplateIndexing
{
    public static object Length(object? value) => value switch
    {
        string text => (long)Encoding.UTF8.GetByteCount(text),
        TemplateList list => (long)list.Items.Count,
        TemplateMap map => (long)map.Items.Count,
        null => throw new TemplateFunctionException("len of nil pointer"),
        _ => throw new TemplateFunctionException("len of type " + TemplateType.NameOf(value)),
    };

    /// <summary>The item of the first argument at the second, the item of that at the third, and so on.</summary>
    public static object? Index(ReadOnlySpan<object?> arguments)
    {
        var item = arguments[0] ?? throw new TemplateFunctionException("index of untyped nil");
        foreach (var index in arguments[1..])
        {
            item = item switch
            {
                TemplateList list => list.Items[Position(index, list.Items.Count, isEndAllowed: false)],
                string text => (long)Encoding.UTF8.GetBytes(text)[Position(index, Encoding.UTF8.GetByteCount(text), isEndAllowed: false)],
                TemplateMap map => index is string name
                    ? map.Items.GetValueOrDefault(name, map.Missing)
                    : throw new TemplateFunctionException(index is null
                        ? "value is nil; should be of type string"
                        : $"value has type {TemplateType.NameOf(index)}; should be string"),
                null => throw new TemplateFunctionException("index of nil pointer"),
                _ => throw new TemplateFunctionException("can't index item of type " + TemplateType.NameOf(item)),
            };
        }

        return item;
    }

    public static object Slice(ReadOnlySpan<object?> arguments)
    {
        var item = arguments[0] ?? throw new TemplateFunctionException("slice of untyped nil");
        if (arguments.Length > 4)
        {
            throw new TemplateFunctionException(FormattableString.Invariant($"too many slice indexes: {arguments.Length - 1}"));
        }

        if (item is string && arguments.Length == 4)
        {
            throw new TemplateFunctionException("cannot 3-index slice a string");
        }

        var length = item switch
        {
            string text => Encoding.UTF8.GetByteCount(text),
            TemplateList list => list.Items.Count,
            _ => throw new TemplateFunctionException("can't slice item of type " + TemplateType.NameOf(item)),
        };
        var start = arguments.Length > 1 ? Position(arguments[1], length, isEndAllowed: true) : 0;
        var end = arguments.Length > 2 ? Position(arguments[2], length, isEndAllowed: true) : length;
        var limit = arguments.Length > 3 ? Position(arguments[3], length, isEndAllowed: true) : length;
        if (start > end || end > limit)
        {
            var (low, high) = start > end ? (start, end) : (end, limit);
            throw new TemplateFunctionException(FormattableString.Invariant($"invalid slice index: {low} > {high}"));
        }

        return item is TemplateList whole
            ? whole with { Items = [.. whole.Items.Skip(start).Take(end - start)] }
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes((string)item).AsSpan(start..end));
    }

    private static int Position(object? index, int length, bool isEndAllowed)
    {
        if (index is not long position)
        {
            throw new TemplateFunctionException("cannot index slice/array with " + (index is null ? "nil" : "type " + TemplateType.NameOf(index)));
        }

        return position >= 0 && position < length + (isEndAllowed ? 1 : 0)
            ? (int)position
            : throw new TemplateFunctionException(FormattableString.Invariant($"index out of range: {position}"));
    }
}
