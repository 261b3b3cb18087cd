using System.Xml.Linq;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Aws;

/// <summary>A label and the element that has its value.</summary>
/// <param name="Name">Without the prefix of the mechanism.</param>
/// <param name="Path">Elements below one another, with dots between them.</param>
/// <param name="IsTime">Whether it is shown without parts of seconds.</param>
internal sealed record XmlLabel(string Name, string Path, bool IsTime = false)
{
    private readonly string[] _outer = Path.Split('.')[..^1];
    private readonly string _last = Path.Split('.')[^1];

    /// <summary>Sets those labels whose elements are there.</summary>
    public static void SetAll(TargetLabels labels, string prefix, IReadOnlyList<XmlLabel> all, XElement element)
    {
        foreach (var label in all)
        {
            labels.Set(prefix + label.Name, label.Read(element));
        }
    }

    /// <summary>Sets a label for each tag in a list.</summary>
    public static void SetTags(TargetLabels labels, string prefix, IEnumerable<XElement> tags)
    {
        foreach (var tag in tags.Where(static tag => tag.Text("Key").Length > 0))
        {
            labels.SetNamed(prefix + "tag_", tag.Text("Key"), tag.Text("Value"));
        }
    }

    private string Read(XElement element)
    {
        XElement? owner = element;
        foreach (var name in _outer)
        {
            owner = owner.Below(name);
        }

        return IsTime ? owner.Time(_last) : owner.Text(_last);
    }
}
