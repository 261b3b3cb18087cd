using Pharos.Configuration.Yaml;

namespace Pharos.Configuration.Tests;

public sealed class ReadingTests
{
    [Fact]
    public void Read_EveryKind_GivesItsValue()
    {
        var options = SampleOptions.Read(
            """
            text: a b
            secret: hidden
            bool: yes
            integer: 0x10
            count: 1_000
            number: .5
            duration: 1h30m
            size: 1GiB
            url: http://a/b
            colour: green
            file: a/b
            texts: [a, "1", 2]
            secrets: [x]
            files: [a, /b, ""]
            integers: [1, 0x10]
            map: {b: c, a: 1}
            lists: {a: [b, c], d: [], e: }
            section: {text: inner}
            sections: [{text: one}, {}]
            section_map: {x: {text: y}, z: }
            any: {a: [1, "2"]}
            """);
        Assert.Equal("a b", options.Text);
        Assert.Equal("hidden", options.Secret.Reveal());
        Assert.True(options.Bool);
        Assert.Equal((16, 1000, 0.5, 1L << 30), (options.Integer, options.Count, options.Number, options.Size));
        Assert.Equal(TimeSpan.FromMinutes(90), options.Duration);
        Assert.Equal(("http://a/b", Colour.Green, "/etc/pharos/a/b"), (options.Url, options.Colour, options.File));
        Assert.Equal(["a", "1", "2"], options.Texts);
        Assert.Equal("x", options.Secrets[0].Reveal());
        Assert.Equal(["/etc/pharos/a", "/b", ""], options.Files);
        Assert.Equal([1, 16], options.Integers);
        Assert.Equal(["a=1", "b=c"], options.Map.Select(static pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(["a=b,c", "d=", "e="], options.Lists.Select(static pair => $"{pair.Key}={string.Join(',', pair.Value)}"));
        Assert.Equal("inner", options.Section!.Text);
        Assert.Equal(["one", ""], options.Sections.Select(static section => section.Text));
        Assert.Equal(["x=y", "z="], options.SectionMap.Select(static pair => $"{pair.Key}={pair.Value.Text}"));
        Assert.Equal((YamlKind.Sequence, "2"), (options.Any!["a"]!.Kind, options.Any["a"]!.Items[1].Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("null")]
    [InlineData("text: \nsecret: ~\nbool: null\ninteger:\ncount:\nnumber:\nduration:\nsize:\nurl:\ncolour:\nfile:\ntexts:\nsecrets:\nfiles:\nintegers:\nmap:\nlists:\nsection:\nsections:\nsection_map:\nany:\n")]
    public void Read_Nothing_LeavesDefaults(string yaml)
    {
        var options = SampleOptions.Read(yaml);
        options.Any = null;
        Assert.Equal("count: 7\nduration: 1m\n", OptionsWriter.Print(options));
    }

    [Theory]
    [InlineData("bool: 'true'", "1:7: bool: expected true or false, found \"true\"")]
    [InlineData("bool: 1", "1:7: bool: expected true or false, found \"1\"")]
    [InlineData("integer: 1.5", "1:10: integer: expected a whole number, found \"1.5\"")]
    [InlineData("integer: '1'", "1:10: integer: expected a whole number, found \"1\"")]
    [InlineData("integer: 9223372036854775808", "1:10: integer: expected a whole number, found \"9223372036854775808\"")]
    [InlineData("count: -1", "1:8: count: expected a whole number that is not negative, found \"-1\"")]
    [InlineData("number: x", "1:9: number: expected a number, found \"x\"")]
    [InlineData("duration: 1", "1:11: duration: ")]
    [InlineData("size: 1ZB", "1:7: size: ")]
    [InlineData("url: /path", "1:6: url: expected a URL with scheme and host, found \"/path\"")]
    [InlineData("colour: Red", "1:9: colour: expected one of red, green, found \"Red\"")]
    [InlineData("text: [a]", "1:7: text: expected a text, found a list")]
    [InlineData("text: {a: b}", "1:7: text: expected a text, found a mapping")]
    [InlineData("texts: a", "1:8: texts: expected a list, found a text")]
    [InlineData("texts: [a, [b]]", "1:12: texts[1]: expected a text, found a list")]
    [InlineData("map: [a]", "1:6: map: expected a mapping, found a list")]
    [InlineData("map: {a: {}}", "1:10: map.a: expected a text, found a mapping")]
    [InlineData("lists: {a: b}", "1:12: lists.a: expected a list, found a text")]
    [InlineData("section: a", "1:10: section: expected a mapping of fields, found a text")]
    [InlineData("sections: {}", "1:11: sections: expected a list, found a mapping")]
    [InlineData("sections: [~]", "1:12: sections[0]: empty or null section")]
    [InlineData("section_map: {a: [b]}", "1:18: section_map.a: expected a mapping of fields, found a list")]
    [InlineData("- a", "1:1: expected a mapping of fields, found a list")]
    [InlineData("a", "1:1: expected a mapping of fields, found a text")]
    [InlineData("section:\n  sections:\n  - text: a\n  - integer: x\n", "4:14: section.sections[1].integer: expected a whole number, found \"x\"")]
    [InlineData("section_map:\n  a: {map: {b: []}}", "2:16: section_map.a.map.b: expected a text, found a list")]
    [InlineData("txt: a", "1:1: txt: unknown field; did you mean text?")]
    [InlineData("nothing_like_it: a", "1:1: nothing_like_it: unknown field")]
    [InlineData("section: {bol: true}", "1:11: section.bol: unknown field; did you mean bool?")]
    [InlineData("txet: a", "1:1: txet: unknown field")]
    [InlineData("section: {bools: true}", "1:11: section.bools: unknown field; did you mean bool?")]
    [InlineData("text: bad", "1:1: text: must not be bad")]
    [InlineData("section:\n  text: bad", "2:3: section.text: must not be bad")]
    public void Read_Mistake_IsReportedWithPlaceFieldAndWhatWasExpected(string yaml, string problem) =>
        Assert.StartsWith("/etc/pharos/test.yml:" + problem, Failure(yaml), StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralMistakes_AreAllReported() => Assert.Equal(
        """
        /etc/pharos/test.yml:1:7: bool: expected true or false, found "x"
        /etc/pharos/test.yml:3:12: section.integer: expected a whole number, found "y"
        /etc/pharos/test.yml:4:3: section.txt: unknown field; did you mean text?
        """,
        Failure("bool: x\nsection:\n  integer: y\n  txt: z\n"));

    [Fact]
    public void Read_RulesOfSectionsWithOtherMistakes_AreNotReported() =>
        Assert.DoesNotContain("must not be bad", Failure("bool: x\ntext: bad"), StringComparison.Ordinal);

    [Fact]
    public void Read_RulesOfSoundSectionsBesideOthersWithMistakes_AreReported()
    {
        var failure = Failure("sections: [{text: bad}, {integer: x}, {integer: 5000}]");
        Assert.Contains("sections[0].text: must not be bad", failure, StringComparison.Ordinal);
        Assert.Contains("sections[2].integer: must be less than 1000", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AFileOfAnotherKind_ReportsTwentyMistakes()
    {
        var error = Assert.Throws<ConfigurationException>(() => SampleOptions.Read(string.Concat(Enumerable.Range(0, 1000).Select(static i => $"field{i}: 1\n"))));
        Assert.Equal(20, error.Problems.Count);
    }

    [Fact]
    public void Read_MistakeInThePlaceOfASecret_DoesNotTellIt() =>
        Assert.DoesNotContain("hidden", Failure("secret: [hidden]\nsecrets: hidden\nsection: {secret: {a: hidden}}"), StringComparison.Ordinal);

    [Fact]
    public void Read_RelativeFile_IsTakenAgainstTheDirectoryOfTheConfiguration()
    {
        Assert.Equal("/etc/pharos/x", SampleOptions.Read("file: x").File);
        Assert.Equal("/x", SampleOptions.Read("file: /x").File);
        Assert.Equal("", SampleOptions.Read("file: ''").File);
        Assert.Equal(Path.Combine(Directory.GetCurrentDirectory(), "x"), OptionsReader.Read<SampleOptions>("file: x", "test.yml").File);
        Assert.Equal("/etc/pharos/x", SampleOptions.Read("section: {sections: [{file: x}]}").Section!.Sections[0].File);
    }

    [Fact]
    public void Add_AfterReading_HasThePlaceOfTheSection()
    {
        var problems = new ConfigurationProblems();
        var options = OptionsReader.Read<SampleOptions>("section:\n  sections:\n  - {}\n  - text: a\n    bool: true\n", "a.yml", problems);
        var section = options.Section!.Sections[1];
        problems.Add(section, "bool", "is wrong");
        problems.Add(section, "integer", "is missing");
        problems.Add(section, "", "is bad");
        problems.Add(new SampleOptions(), "text", "is from nowhere");
        Assert.Equal(
            """
            a.yml:5:5: section.sections[1].bool: is wrong
            a.yml:4:5: section.sections[1].integer: is missing
            a.yml:4:5: section.sections[1]: is bad
            configuration: text: is from nowhere
            """,
            Assert.Throws<ConfigurationException>(problems.ThrowIfAny).Message);
    }

    private static string Failure(string yaml) => Assert.Throws<ConfigurationException>(() => SampleOptions.Read(yaml)).Message;
}
