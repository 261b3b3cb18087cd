namespace Pharos.Discovery.Kubernetes.Objects;

/// <summary>The object behind an address; its parts are empty if there is none.</summary>
internal readonly record struct TargetRef(string Kind, string Namespace, string Name)
{
    public bool IsThere => Kind is { Length: > 0 } || Name is { Length: > 0 };

    public bool IsPod => Kind == "Pod";

    public bool IsNode => Kind == "Node";

    public ObjectKey Key => new(Namespace, Name);

    public static TargetRef Read(ref FieldReader json)
    {
        var (kind, space, name) = ("", "", "");
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("kind"u8))
            {
                kind = json.Text();
            }
            else if (json.Is("namespace"u8))
            {
                space = json.Text();
            }
            else if (json.Is("name"u8))
            {
                name = json.Text();
            }
        }

        return new TargetRef(kind, space, name);
    }
}
