using System.Text.Json;

namespace Pharos.Discovery.Kubernetes.Objects;

/// <summary>Reads what stands at the place of a reader, and leaves the reader at its end.</summary>
internal delegate T ReadItem<out T>(ref FieldReader json);

/// <summary>
/// Walks through the fields of one JSON value and reads those that somebody asks for. What is missing, null or of another kind is empty; fields
/// nobody asks for are passed over.
/// </summary>
/// <remarks>
/// <code>
/// for (var isThere = json.Begin(); isThere &amp;&amp; json.NextField();)
/// {
///     if (json.Is("name"u8)) { name = json.Text(); }      // or any other that reads a value
/// }
/// </code>
/// </remarks>
internal ref struct FieldReader
{
    /// <summary>Nothing here reads by recursion: the depth costs a bit each.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    private readonly TextPool _texts;
    private Utf8JsonReader _json;

    /// <summary>Whether the reader stands on the name of a field that nobody has asked for yet.</summary>
    private bool _isOnName;

    /// <param name="value">One JSON value, whole.</param>
    public FieldReader(ReadOnlySpan<byte> value, TextPool texts)
    {
        _json = new Utf8JsonReader(value, Options);
        _texts = texts;
        _json.Read();
    }

    /// <summary>The version of the object whose <see cref="Meta"/> was read.</summary>
    public string ResourceVersion { get; private set; } = "";

    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    /// <summary>Goes into the value if it is an object; past it if not.</summary>
    public bool Begin()
    {
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        _json.Skip();
        return false;
    }

    /// <summary>Goes to the next field of the object; false, and behind it, at its end.</summary>
    public bool NextField()
    {
        if (_isOnName)
        {
            _json.Skip();
        }

        _json.Read();
        return _isOnName = _json.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Whether the field has that name; its value is to be read then.</summary>
    public bool Is(ReadOnlySpan<byte> name)
    {
        if (!_isOnName || !_json.ValueTextEquals(name))
        {
            return false;
        }

        Enter();
        return true;
    }

    public string Text() => OptionalText() ?? "";

    /// <summary>Null where there is no text.</summary>
    public string? OptionalText()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            return _texts.Read(ref _json);
        }

        _json.Skip();
        return null;
    }

    public long Integer()
    {
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var number))
        {
            return number;
        }

        _json.Skip();
        return 0;
    }

    /// <summary>Null where neither true nor false is said.</summary>
    public bool? Flag()
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _json.TokenType == JsonTokenType.True;
        }

        _json.Skip();
        return null;
    }

    public ItemList<T> List<T>(ReadItem<T> read)
        where T : IEquatable<T>
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            _json.Skip();
            return default;
        }

        var items = new List<T>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            items.Add(read(ref this));
        }

        return new ItemList<T>([.. items]);
    }

    /// <summary>The fields of an object whose names are data.</summary>
    public ItemList<MetaEntry> Entries()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            _json.Skip();
            return default;
        }

        var entries = new List<MetaEntry>();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var key = _texts.Read(ref _json);
            _json.Read();
            entries.Add(new MetaEntry(key, Text()));
        }

        return new ItemList<MetaEntry>([.. entries]);
    }

    public ObjectMeta? Meta()
    {
        var (space, name, uid) = ("", "", "");
        var (labels, annotations) = (new ItemList<MetaEntry>(), new ItemList<MetaEntry>());
        var controller = new ControllerRef("", "");
        for (var isThere = Begin(); isThere && NextField();)
        {
            if (Is("name"u8))
            {
                name = Text();
            }
            else if (Is("namespace"u8))
            {
                space = Text();
            }
            else if (Is("uid"u8))
            {
                uid = Text();
            }
            else if (Is("resourceVersion"u8))
            {
                ResourceVersion = Text();
            }
            else if (Is("labels"u8))
            {
                labels = Entries();
            }
            else if (Is("annotations"u8))
            {
                annotations = Entries();
            }
            else if (Is("ownerReferences"u8))
            {
                controller = Controller(List(OwnerReference.Read));
            }
        }

        return name.Length == 0 ? null : new ObjectMeta(space, name, uid, labels, annotations, controller);
    }

    /// <exception cref="JsonException">The object had none, or no name in it.</exception>
    public static ObjectMeta Expect(ObjectMeta? meta) => meta ?? throw new JsonException("an object has no name");

    private static ControllerRef Controller(ItemList<OwnerReference> owners)
    {
        foreach (var owner in owners)
        {
            if (owner.IsController)
            {
                return new ControllerRef(owner.Kind, owner.Name);
            }
        }

        return new ControllerRef("", "");
    }

    private void Enter()
    {
        _json.Read();
        _isOnName = false;
    }

    private readonly record struct OwnerReference(string Kind, string Name, bool IsController)
    {
        public static OwnerReference Read(ref FieldReader json)
        {
            var (kind, name, isController) = ("", "", false);
            for (var isThere = json.Begin(); isThere && json.NextField();)
            {
                if (json.Is("kind"u8))
                {
                    kind = json.Text();
                }
                else if (json.Is("name"u8))
                {
                    name = json.Text();
                }
                else if (json.Is("controller"u8))
                {
                    isController = json.Flag() ?? false;
                }
            }

            return new OwnerReference(kind, name, isController);
        }
    }
}
