using Pharos.Foundation.Time;

namespace Pharos.Cli.Flags;

/// <summary>A row of a program's flag table, and the place of its value once the command line is read.</summary>
internal abstract class Flag(string name, string help)
{
    public string Name { get; } = name;

    public string Help { get; } = help;

    public char? Short { get; init; }

    public bool IsHidden { get; init; }

    public bool IsRepeatable { get; init; }

    /// <summary>Whether the command line is not complete without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Stands for the value in help; null to show the default there.</summary>
    public string? Placeholder { get; init; }

    /// <summary>Whether it is given without a value, and with <c>no-</c> before its name for the opposite.</summary>
    public virtual bool IsSwitch => false;

    /// <summary>Whether it was given on the command line.</summary>
    public bool IsGiven { get; protected set; }

    /// <summary>What help shows after the name: <c>=5m</c>, <c>=&lt;path&gt;</c>, nothing for a switch.</summary>
    public abstract string ValueText { get; }

    /// <summary>The value in force, as it would be written; empty where leaving the flag out means something of its own.</summary>
    public abstract string Text { get; }

    /// <exception cref="FlagException">The value is not of the flag's kind, or it was given before and may not be repeated.</exception>
    public void Take(string text)
    {
        if (IsGiven && !IsRepeatable)
        {
            throw new FlagException($"flag '{Name}' cannot be repeated");
        }

        Set(text);
        IsGiven = true;
    }

    protected abstract void Set(string text);
}

/// <summary>A flag that is on or off.</summary>
internal sealed class SwitchFlag(string name, string help) : Flag(name, help)
{
    /// <summary>The value given; one that is on by default sets it when it is made.</summary>
    public bool Value { get; set; }

    public override bool IsSwitch => true;

    public override string ValueText => "";

    public override string Text => Value ? "true" : "false";

    protected override void Set(string text) => Value = text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FlagException($"bad value '{text}' for flag '--{Name}': expected true or false"),
    };
}

/// <summary>A flag with a value. A repeatable one collects; values given replace the default.</summary>
internal sealed class ValueFlag<T> : Flag
{
    private readonly TryParse<T> _parse;
    private readonly string? _default;
    private readonly List<T> _values = [];
    private readonly List<string> _texts = [];

    /// <param name="name">Without its dashes.</param>
    /// <param name="help">Sentences for the user.</param>
    /// <param name="parse">Reads one value.</param>
    /// <param name="defaultText">As it would be written on the command line; null where leaving the flag out means something of its own.</param>
    public ValueFlag(string name, string help, TryParse<T> parse, string? defaultText)
        : base(name, help)
    {
        _parse = parse;
        _default = defaultText;
        if (defaultText is not null)
        {
            _values.Add(Parse(defaultText));
            _texts.Add(Written(defaultText));
        }
    }

    public IReadOnlyList<T> Values => _values;

    /// <summary>The value given, or the default; the type's own default if there is neither.</summary>
    public T? Value => _values.Count > 0 ? _values[^1] : default;

    public override string ValueText
    {
        get
        {
            var shown = Placeholder ?? (typeof(T) == typeof(string) && _default is not null ? $"\"{_default}\"" : _default ?? Name.ToUpperInvariant());
            return "=" + shown + (IsRepeatable ? " ..." : "");
        }
    }

    public override string Text => string.Join(',', _texts);

    protected override void Set(string text)
    {
        var value = Parse(text);
        if (!IsGiven)
        {
            _values.Clear();
            _texts.Clear();
        }

        _values.Add(value);
        _texts.Add(Written(text));
    }

    /// <summary>One duration is written in several ways, and shown in one.</summary>
    private string Written(string text) => _values[^1] is TimeSpan duration ? PrometheusDuration.Format(duration) : text;

    private T Parse(string text) => _parse(text, out var value, out var problem)
        ? value
        : throw new FlagException($"bad value '{text}' for flag '--{Name}': {problem}");
}
