namespace Pharos.Foundation.Templates;

/// <summary>Values by names.</summary>
public class TemplateMap
{
    public TemplateMap(string typeName, IReadOnlyDictionary<string, object?> items, object? missing)
    {
        (TypeName, Items, Missing) = (typeName, items, missing);
    }

    /// <summary>Of texts, in which what is missing is an empty one.</summary>
    public TemplateMap(IEnumerable<KeyValuePair<string, string>> items)
        : this("map[string]string", items.ToDictionary(static item => item.Key, static item => (object?)item.Value), "")
    {
    }

    /// <summary>As messages have it.</summary>
    public string TypeName { get; }

    public IReadOnlyDictionary<string, object?> Items { get; }

    /// <summary>What stands for an item that is not there.</summary>
    public object? Missing { get; }

    /// <summary>In the order of their names, as ranges and texts have them.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Ordered => Items.OrderBy(static item => item.Key, StringComparer.Ordinal);

    /// <summary>Something to be called on it; null if there is no such thing.</summary>
    public virtual TemplateFunction? Method(string name) => null;
}
