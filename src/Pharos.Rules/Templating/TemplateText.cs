using Pharos.Foundation.Templates;

namespace Pharos.Rules.Templating;

/// <summary>Values as templates show them.</summary>
internal static class TemplateText
{
    private static readonly Template Show = Template.Parse("show", "{{ print . }}", new TemplateFunctions());

    public static string Of(object? value) => Show.Execute("show", value);
}
