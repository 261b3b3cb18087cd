using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Pharos.Discovery.Uyuni;

/// <summary>Calls and answers of XML-RPC, as far as they are needed.</summary>
internal static class XmlRpc
{
    /// <param name="parameters">Texts, whole numbers, and lists of whole numbers.</param>
    public static string Call(string method, params ReadOnlySpan<object> parameters)
    {
        var all = new XElement("params");
        foreach (var parameter in parameters)
        {
            all.Add(new XElement("param", Value(parameter)));
        }

        return new XElement("methodCall", new XElement("methodName", method), all).ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The value that the call returned.</summary>
    /// <exception cref="HttpRequestException">The answer is a fault, or none at all.</exception>
    public static XElement Answer(byte[] body, string method)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XDocument.Load(reader).Root!;
            if (root.Element("fault")?.Element("value") is { } fault)
            {
                throw new HttpRequestException($"{method}: {Text(fault, "faultString")} (code {Text(fault, "faultCode")})");
            }

            return root.Element("params")?.Element("param")?.Element("value") ?? throw new HttpRequestException($"{method}: the answer has no value");
        }
        catch (XmlException error)
        {
            throw new HttpRequestException($"{method}: {error.Message}", error);
        }
    }

    /// <summary>The values of a list.</summary>
    public static IEnumerable<XElement> Items(XElement? value) => value?.Element("array")?.Element("data")?.Elements("value") ?? [];

    public static XElement? Member(XElement value, string name) =>
        value.Element("struct")?.Elements("member").FirstOrDefault(member => member.Element("name")?.Value == name)?.Element("value");

    public static string Text(XElement value, string name) => Member(value, name)?.Value.Trim() ?? "";

    public static int Integer(XElement value, string name) => int.TryParse(Text(value, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static XElement Value(object parameter) => new("value", parameter switch
    {
        int number => new XElement("int", number.ToString(CultureInfo.InvariantCulture)),
        IEnumerable<int> list => new XElement("array", new XElement("data", list.Select(static number => Value(number)))),
        _ => new XElement("string", parameter.ToString()),
    });
}
