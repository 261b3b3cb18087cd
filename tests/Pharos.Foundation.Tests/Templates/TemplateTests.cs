using Pharos.Foundation.Templates;

namespace Pharos.Foundation.Tests.Templates;

public sealed class TemplateTests
{
    /// <summary>What Go gives for each is written down beside it.</summary>
    [Fact]
    public void Execute_EachOfTheList_GivesItsTextOrItsError()
    {
        var lines = ReadList().Where(static line => line.Length > 0 && !line.StartsWith('#')).ToArray();
        Assert.True(lines.Length > 300);
        for (var i = 0; i < lines.Length; i += 2)
        {
            var expected = Unescape(lines[i + 1]);
            Assert.Equal((lines[i], expected), (lines[i], Outcome(Unescape(lines[i]))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("no actions } { at all")]
    public void Execute_TextAlone_GivesIt(string text) => Assert.Equal("= " + text, Outcome(text));

    [Fact]
    public void Execute_TemplateThatCallsItself_FailsInsteadOfOverflowing()
    {
        var outcome = Outcome("""{{ define "r" }}{{ template "r" }}{{ end }}{{ template "r" }}""");
        Assert.EndsWith("exceeded maximum template depth", outcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ if 1 }}", "{{ end }}")]
    [InlineData("{{ range .Items }}", "{{ end }}")]
    [InlineData("{{ (", "1) }}")]
    [InlineData("{{ if 1 }}a{{ else ", "{{ end }}")]
    public void Parse_DeepNesting_IsRefused(string open, string close)
    {
        var inner = open.EndsWith('(') ? string.Concat(Enumerable.Repeat("(", 100_000)) : string.Concat(Enumerable.Repeat(open, 100_000));
        Assert.StartsWith("! template: t:1:", Outcome((open.EndsWith('(') ? "{{ " : "") + inner + close), StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_EndlessOutput_IsRefused()
    {
        var outcome = Outcome("{{ range 1000000000 }}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{{ end }}");
        Assert.StartsWith("! template: output is longer than", outcome, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_WhenNobodyWaitsAnyMore_Ends()
    {
        var template = Template.Parse("t", "{{ range 1000000000 }}{{ end }}", TemplateData.Functions);
        Assert.Throws<OperationCanceledException>(() => template.Execute("t", null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Add_LaterTextOfOneName_TakesThePlaceUnlessItIsEmpty()
    {
        var template = new Template(TemplateData.Functions);
        template.Add("a", """{{ define "x" }}1{{ end }}{{ template "x" }}""");
        template.Add("b", """{{ define "x" }}2{{ end }}""");
        template.Add("c", """{{ define "x" }} {{ end }}""");
        Assert.Equal("2", template.Execute("a", null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Add_OfWhatIsNoTemplate_ChangesNothing()
    {
        var template = Template.Parse("a", """{{ define "x" }}1{{ end }}{{ template "x" }}""", TemplateData.Functions);
        Assert.Throws<TemplateException>(() => template.Add("b", """{{ define "x" }}2{{ end }}{{ nope }}"""));
        Assert.Equal("1", template.Execute("a", null, TestContext.Current.CancellationToken));
    }

    private static string Outcome(string text)
    {
        try
        {
            return "= " + Template.Parse("t", text, TemplateData.Functions).Execute("t", TemplateData.Root, TestContext.Current.CancellationToken);
        }
        catch (TemplateException exception)
        {
            return "! " + exception.Message;
        }
    }

    private static string[] ReadList()
    {
        using var stream = typeof(TemplateTests).Assembly.GetManifestResourceStream("templates.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }

    private static string Unescape(string line) =>
        line.Replace("\\\\", "\0", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\t", "\t", StringComparison.Ordinal).Replace("\0", "\\", StringComparison.Ordinal);
}
