namespace Pharos.Foundation.Templates;

/// <summary>
/// What a function takes. Values of templates are null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>,
/// <see cref="TemplateList"/>, <see cref="TemplateMap"/> and <see cref="TemplateObject"/>.
/// </summary>
/// <param name="Name">As messages have it.</param>
public sealed record TemplateType(string Name)
{
    public static TemplateType Any { get; } = new("interface {}");

    public static TemplateType String { get; } = new("string");

    public static TemplateType Integer { get; } = new("int");

    public static TemplateType Number { get; } = new("float64");

    public static TemplateType Bool { get; } = new("bool");

    /// <summary>The name of a value's type; that of null is none.</summary>
    public static string NameOf(object? value) => value switch
    {
        null => "<nil>",
        bool => Bool.Name,
        long => Integer.Name,
        double => Number.Name,
        string => String.Name,
        TemplateList list => list.TypeName,
        TemplateMap map => map.TypeName,
        TemplateObject any => any.TypeName,
        TemplateFunction => "func",
        _ => throw new ArgumentException($"No value of a template: {value.GetType()}", nameof(value)),
    };

    /// <summary>Whether null is a value of it.</summary>
    public bool TakesNull => this == Any || !(this == String || this == Integer || this == Number || this == Bool);

    public bool Takes(object? value) => value is null ? TakesNull : this == Any || NameOf(value) == Name;
}
