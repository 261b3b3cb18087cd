using System.Text;

namespace Pharos.Foundation.Templates.Syntax;

/// <summary>The text that templates were read from, and how it is called.</summary>
internal sealed record TemplateSource(string Name, string Text)
{
    /// <summary>Name, line and byte in the line, as messages have it.</summary>
    public string Place(int position)
    {
        var before = Text.AsSpan(0, position);
        var line = before.Count('\n') + 1;
        var column = Encoding.UTF8.GetByteCount(before[(before.LastIndexOf('\n') + 1)..]);
        return FormattableString.Invariant($"{Name}:{line}:{column}");
    }
}

/// <summary>One template that can be called by its name.</summary>
internal sealed record TemplateDefinition(string Name, TemplateSource Source, ListNode Body)
{
    /// <summary>Whether there is nothing in it but spaces: such a one does not replace another.</summary>
    public bool IsEmpty => Body.Nodes.All(static node => node is TextNode text && string.IsNullOrWhiteSpace(text.ToString()));
}
