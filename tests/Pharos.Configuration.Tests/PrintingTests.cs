using FsCheck;
using FsCheck.Fluent;
using Pharos.Configuration.Yaml;
using Property = Pharos.Testing.Property;

namespace Pharos.Configuration.Tests;

public sealed class PrintingTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements("", "a", "a b", "yes", "1", "~", "x: y", "- a", "ä😀", "\n", " a ", "{}", "[]", "1.5", "<secret>", "a'b\"c\\"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static text => string.Concat(text.Get.EnumerateRunes())));

    [Fact]
    public void Print_RandomTrees_AreReadAgainAsTheSame() => Property.Holds(Trees(2).Resize(10), static options =>
    {
        var printed = OptionsWriter.Print(options);
        return OptionsWriter.Print(SampleOptions.Read(printed)) == printed;
    }, cases: 500);

    [Fact]
    public void Identity_RandomTrees_AreReadAgainAsTheSame() => Property.Holds(Trees(2).Resize(10), static options =>
    {
        var identity = OptionsWriter.Identity(options);
        return OptionsWriter.Identity(SampleOptions.Read(identity)) == identity;
    }, cases: 200);

    [Fact]
    public void Print_Secrets_AreHiddenButTellApartByIdentity()
    {
        static SampleOptions With(string secret) => SampleOptions.Read($"secret: {secret}\nsecrets: [{secret}]\nurl: http://u:{secret}@h/\nsection: {{secret: {secret}}}");
        Assert.Equal(
            "secret: <secret>\ncount: 7\nduration: 1m\nurl: http://u:xxxxx@h/\nsecrets:\n- <secret>\nsection:\n  secret: <secret>\n  count: 7\n  duration: 1m\n",
            OptionsWriter.Print(With("hidden")));
        Assert.Equal(OptionsWriter.Print(With("one")), OptionsWriter.Print(With("two")));
        Assert.NotEqual(OptionsWriter.Identity(With("one")), OptionsWriter.Identity(With("two")));
        Assert.Equal("<secret>", $"{With("hidden").Secret}");
    }

    [Theory]
    [InlineData("any: {a: [1, '2', {b: c, d: [x]}], e: {}, f: [], g: , h: [[1, [2]], {}]}")]
    [InlineData("any: text")]
    [InlineData("any: a b, c")]
    [InlineData("any:\n- - a, b\n  - c]\n  - {d e: 'f: g'}\n- h\n\n  i\n- 2001-12-14")]
    [InlineData("any: '1'")]
    [InlineData("any: 1")]
    [InlineData("any: [{}, [], '', a]")]
    [InlineData("any: {}")]
    [InlineData("any: []")]
    public void Print_AnyShape_IsReadAgainAsTheSame(string yaml)
    {
        var options = SampleOptions.Read(yaml);
        var again = SampleOptions.Read(OptionsWriter.Print(options));
        Assert.Equal(Show(options.Any!), Show(again.Any!));
    }

    private static string Show(YamlNode node) => node.Kind switch
    {
        YamlKind.Scalar => node.IsNull ? "null" : node.IsPlain && node.Text.All(char.IsDigit) ? node.Text : $"'{node.Text}'",
        YamlKind.Sequence => $"[{string.Join(",", node.Items.Select(Show))}]",
        _ => $"{{{string.Join(",", node.Entries.Select(static entry => $"{entry.Key.Text}:{Show(entry.Value)}"))}}}",
    };

    private static Gen<SampleOptions> Trees(int depth) =>
        from texts in Texts.ListOf(4)
        from list in Texts.ListOf()
        from numbers in ArbMap.Default.GeneratorFor<(int Integer, int Count, double Number, bool Bool)>()
        from seconds in Gen.Choose(0, 10_000_000)
        from size in Gen.Choose(0, int.MaxValue)
        from colour in Gen.Elements(Colour.None, Colour.Red, Colour.Green)
        from keys in Texts.ListOf(3)
        from shape in Gen.Choose(0, 7)
        from below in depth == 0 ? Gen.Constant(new List<SampleOptions>()) : Trees(depth - 1).ListOf(1).Select(static list => list.ToList())
        select Tree(texts, [.. list], numbers, TimeSpan.FromSeconds(seconds), size, colour, keys, shape, below);

    private static SampleOptions Tree(
        IReadOnlyList<string> texts, List<string> list, (int Integer, int Count, double Number, bool Bool) numbers, TimeSpan duration, long size, Colour colour,
        IReadOnlyList<string> keys, int shape, List<SampleOptions> below)
    {
        var options = new SampleOptions
        {
            Text = texts[0] == "bad" ? "" : texts[0],
            Secret = new Secret(texts[1]),
            Bool = numbers.Bool,
            Integer = Math.Min(numbers.Integer, 999),
            Count = Math.Abs((long)numbers.Count),
            Number = double.IsNaN(numbers.Number) ? 0 : numbers.Number,
            Duration = duration,
            Size = size,
            Url = shape > 3 ? "http://user:pass@host:1/path?a=b#c" : "",
            Colour = colour,
            File = texts[2].Length > 0 ? "/" + texts[2] : "",
            Texts = list,
            Secrets = [.. list.Select(static text => new Secret(text))],
            Files = [.. list.Select(static text => "/" + text)],
            Integers = [numbers.Integer, long.MinValue, long.MaxValue],
            Section = (shape & 1) != 0 ? below.FirstOrDefault() : null,
            Sections = (shape & 2) != 0 ? below : [],
        };
        foreach (var key in keys)
        {
            options.Map[key] = texts[3];
            options.Lists[key] = list;
            options.SectionMap[key] = below.Count > 0 ? below[^1] : new SampleOptions();
        }

        return options;
    }
}
