using Pharos.Configuration.Yaml;

namespace Pharos.Configuration.Tests;

internal enum Colour
{
    None,
    Red,
    Green,
}

/// <summary>A section with a field of every kind.</summary>
internal sealed class SampleOptions : IOptions
{
    private static readonly ChoiceKind<Colour> Colours = new(("red", Colour.Red), ("green", Colour.Green));

    public string Text { get; set; } = "";

    public Secret Secret { get; set; }

    public bool Bool { get; set; }

    public long Integer { get; set; }

    public long Count { get; set; } = 7;

    public double Number { get; set; }

    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(1);

    public long Size { get; set; }

    public string Url { get; set; } = "";

    public Colour Colour { get; set; }

    public string File { get; set; } = "";

    public IReadOnlyList<string> Texts { get; set; } = [];

    public IReadOnlyList<Secret> Secrets { get; set; } = [];

    public IReadOnlyList<string> Files { get; set; } = [];

    public IReadOnlyList<long> Integers { get; set; } = [];

    public SortedDictionary<string, string> Map { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, IReadOnlyList<string>> Lists { get; set; } = new(StringComparer.Ordinal);

    public SampleOptions? Section { get; set; }

    public IReadOnlyList<SampleOptions> Sections { get; set; } = [];

    public SortedDictionary<string, SampleOptions> SectionMap { get; set; } = new(StringComparer.Ordinal);

    public YamlNode? Any { get; set; }

    public void Describe(Fields fields)
    {
        Text = fields.Text("text", Text);
        Secret = fields.Secret("secret", Secret);
        Bool = fields.Bool("bool", Bool);
        Integer = fields.Integer("integer", Integer);
        Count = fields.Count("count", Count, always: true);
        Number = fields.Number("number", Number);
        Duration = fields.Duration("duration", Duration, always: true);
        Size = fields.Size("size", Size);
        Url = fields.Value("url", Kinds.Url, Url);
        Colour = fields.Value("colour", Colours, Colour);
        File = fields.File("file", File);
        Texts = fields.Texts("texts", Texts);
        Secrets = fields.Values("secrets", Kinds.Secret, Secrets);
        Files = fields.Files("files", Files);
        Integers = fields.Values("integers", Kinds.Integer, Integers);
        Map = fields.Map("map", Kinds.Text, Map);
        Lists = fields.Lists("lists", Kinds.Text, Lists);
        Section = fields.Section("section", Section);
        Sections = fields.Sections("sections", Sections);
        SectionMap = fields.SectionMap("section_map", SectionMap);
        Any = fields.Any("any", Any);
        fields.Check(Text != "bad", "text", "must not be bad");
        fields.Check(Integer < 1000, "integer", "must be less than 1000");
    }

    public static SampleOptions Read(string yaml) => OptionsReader.Read<SampleOptions>(yaml, "/etc/pharos/test.yml");
}
