namespace Pharos.Discovery.Kubernetes.Objects;

/// <summary>
/// What is kept of an object: no more than its labels need, since there are tens of thousands. Objects are equal if nothing of that differs.
/// Immutable.
/// </summary>
internal record ApiObject(ObjectMeta Meta)
{
    public ObjectKey Key => new(Meta.Namespace, Meta.Name);
}

/// <param name="Controller">The object that this one was made by and belongs to; its parts are empty if there is none.</param>
internal sealed record ObjectMeta(string Namespace, string Name, string Uid, ItemList<MetaEntry> Labels, ItemList<MetaEntry> Annotations, ControllerRef Controller)
{
    /// <summary>The label's value, null if there is none.</summary>
    public string? Label(string key)
    {
        foreach (var label in Labels)
        {
            if (label.Key == key)
            {
                return label.Value;
            }
        }

        return null;
    }
}

/// <summary>A label or an annotation.</summary>
internal readonly record struct MetaEntry(string Key, string Value);

internal readonly record struct ControllerRef(string Kind, string Name);
