using System.Globalization;
using System.Xml.Linq;

namespace Pharos.Discovery.Aws;

/// <summary>Reads answers in which all elements have the namespace of the answer.</summary>
internal static class AwsXml
{
    public static XElement? Below(this XElement? element, string name) => element?.Element(element.Name.Namespace + name);

    /// <summary>Empty if there is none.</summary>
    public static string Text(this XElement? element, string name) => element.Below(name)?.Value ?? "";

    /// <summary>The items of a list below the element, whatever they are called: each service has its own name for them.</summary>
    public static IEnumerable<XElement> Items(this XElement? element, string name) => element.Below(name)?.Elements() ?? [];

    /// <summary>A time without parts of seconds, as labels have it; as it stands if it is none.</summary>
    public static string Time(this XElement? element, string name) => element.Text(name) is { Length: > 0 } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : element.Text(name);
}
