using System.Xml.Linq;

namespace Pharos.Discovery.Aws;

/// <summary>Reads answers in which all elements have the namespace of the answer.</summary>
internal static class Ec2Xml
{
    public static XElement? Below(this XElement? element, string name) => element?.Element(element.Name.Namespace + name);

    /// <summary>Empty if there is none.</summary>
    public static string Text(this XElement? element, string name) => element.Below(name)?.Value ?? "";

    /// <summary>The items of a list below the element.</summary>
    public static IEnumerable<XElement> Items(this XElement? element, string name) => element.Below(name) is { } list ? list.Elements(list.Name.Namespace + "item") : [];
}
