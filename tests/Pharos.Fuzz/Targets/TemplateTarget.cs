using System.Text;
using Pharos.Foundation.Templates;

namespace Pharos.Fuzz.Targets;

/// <summary>Templates: any text is read, or refused, and what is read ends in a text or an error.</summary>
internal sealed class TemplateTarget : IFuzzTarget
{
    private static readonly TemplateFunctions Functions = new();

    private static readonly TemplateMap Data = new([KeyValuePair.Create("instance", "a:9100"), KeyValuePair.Create("job", "<b>")]);

    public string Name => "template";

    public IEnumerable<byte[]> Seeds => Targets.Seeds.Of(
        "{{ .job | printf \"%-8s|%q\" }}", "{{ range $k, $v := . }}{{ $k }}={{ $v }};{{ else }}none{{ end }}", "{{- with .x }}a{{ else with .job }}b{{ end -}} c",
        "{{ define \"t\" }}<{{ . }}>{{ end }}{{ template \"t\" .job }}", "{{ $x := 1 }}{{ if and (gt $x 0) (lt $x 5) }}{{ $x = 2 }}{{ end }}{{ $x }}",
        "{{ printf \"%[2]*[1]d %.3f %x %U\" 5 8 2.5 \"hi\" 65 }}", "{{ index . \"job\" | len }}{{ slice \"abc\" 1 }}{{/* c */}}{{ 'a' }}{{ 0x1p4 }}");

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "{{", "}}", "{{-", "-}}", " ", "(", ")", "|", ".", "$", "$x", ":=", "=", "if", "else", "end", "range", "with", "define", "template", "block", "break",
        "continue", "nil", "true", "\"", "`", "'", "\\", "/*", "*/", "printf", "%", "1", "1e3", "0x", "_", "job", "index", "and", "eq");

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        try
        {
            var text = Encoding.UTF8.GetString(input);
            var template = Template.Parse("t", text, Functions);
            outcome.Feature(1, 1);

            // A loop in it may be as long as it likes.
            if (!text.Contains("range", StringComparison.Ordinal))
            {
                outcome.Result(template.Execute("t", Data).Length);
            }
        }
        catch (TemplateException exception)
        {
            outcome.Message(exception.Message);
        }
    }
}
