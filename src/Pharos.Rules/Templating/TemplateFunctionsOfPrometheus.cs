using System.Net;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;
using Pharos.Foundation.Templates;
using Pharos.Foundation.Text;
using Pharos.Foundation.Time;

namespace Pharos.Rules.Templating;

/// <summary>The functions that Prometheus's templates have beyond those of all templates.</summary>
internal static class TemplateFunctionsOfPrometheus
{
    /// <param name="ask">What the function <c>query</c> asks.</param>
    /// <param name="time">What the function <c>now</c> says.</param>
    /// <param name="path">Of the external URL.</param>
    public static TemplateFunctions New(Func<string, IReadOnlyList<RuleSample>> ask, DateTimeOffset time, string externalUrl, string path) => new(
    [
        .. Constant,
        .. QueryFunctions.All(ask),
        new TemplateFunction("now", [], _ => time.ToUnixTimeMilliseconds() / 1000.0),
        new TemplateFunction("externalURL", [], _ => externalUrl),
        new TemplateFunction("pathPrefix", [], _ => path),
    ]);

    private static readonly TemplateFunction[] Constant =
    [
        Number("humanize", Humanizing.Decimal),
        Number("humanize1024", Humanizing.Binary),
        Number("humanizeDuration", Humanizing.Duration),
        Number("humanizePercentage", Humanizing.Percentage),
        Number("humanizeTimestamp", Humanizing.Timestamp),
        Number("toTime", static seconds => double.IsFinite(seconds) ? GoTime.OfSeconds(seconds) : throw new TemplateFunctionException("value is NaN or Inf")),
        Number("toDuration", static seconds => new GoTimeSpan((long)(seconds * 1e9))),
        TemplateFunction.OfText("toUpper", static text => Cased(text, toUpper: true)),
        TemplateFunction.OfText("toLower", static text => Cased(text, toUpper: false)),
        TemplateFunction.OfText("title", Title),
        TemplateFunction.OfText("safeHtml", static text => text),
        TemplateFunction.OfText("graphLink", static query => Link(query, "0")),
        TemplateFunction.OfText("tableLink", TableLink),
        TemplateFunction.OfText("stripPort", static address => SplitAddress(address) is var (host, _) ? host : address),
        TemplateFunction.OfText("stripDomain", StripDomain),
        TemplateFunction.OfText("parseDuration", ParseDuration),
        TemplateFunction.OfText("urlQueryEscape", Escaped),
        new("match", [TemplateType.String, TemplateType.String], static arguments =>
            Compile((string)arguments[0]!, prefix: "").IsMatch(Encoding.UTF8.GetBytes((string)arguments[1]!))),
        new("reReplaceAll", [TemplateType.String, TemplateType.String, TemplateType.String], static arguments =>
            Replace((string)arguments[0]!, (string)arguments[1]!, (string)arguments[2]!)),
        new("args", [], TemplateType.Any, static arguments => new TemplateMap(
            "map[string]interface {}",
            arguments.Select(static (argument, index) => KeyValuePair.Create(FormattableString.Invariant($"arg{index}"), argument)).ToDictionary(),
            null)),
    ];

    private static TemplateFunction Number(string name, Func<double, object> body) =>
        new(name, [TemplateType.Any], arguments => body(Humanizing.Number(arguments[0])));

    private static string Cased(string text, bool toUpper)
    {
        var result = new ByteBuffer();
        GoCase.Append(result, Encoding.UTF8.GetBytes(text), toUpper);
        return result.ToString();
    }

    /// <summary>The first letter of each word becomes a capital, the others stay.</summary>
    private static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var isInWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var isLetter = char.IsLetterOrDigit(text[i]) || text[i] == '_';
            result.Append(isLetter && !isInWord ? char.ToUpperInvariant(text[i]) : text[i]);

            // What stands within a word does not end it: don't, example.com.
            isInWord = isLetter || (isInWord && text[i] is '\'' or '’' or '.' && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]));
        }

        return result.ToString();
    }

    /// <summary>Where the page shows what a query gives, below the URL of the server.</summary>
    internal static string TableLink(string query) => Link(query, "1");

    private static string Link(string query, string tab) => $"/graph?g0.expr={Escaped(query)}&g0.tab={tab}";

    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static object ParseDuration(string text) => PrometheusDuration.TryParseSigned(Encoding.UTF8.GetBytes(text), out var milliseconds, out var problem)
        ? milliseconds / 1000.0
        : throw new TemplateFunctionException(problem);

    private static string StripDomain(string address)
    {
        var (host, port) = SplitAddress(address) is var (before, behind) ? (before, behind) : (address, "");
        if (IPAddress.TryParse(host, out _))
        {
            return address;
        }

        var name = host.Split('.')[0];
        return port.Length == 0 ? name : name.Contains(':', StringComparison.Ordinal) ? $"[{name}]:{port}" : $"{name}:{port}";
    }

    /// <summary>Null if there is no port.</summary>
    private static (string Host, string Port)? SplitAddress(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 0)
        {
            return null;
        }

        var (host, port) = (address[..colon], address[(colon + 1)..]);
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            return (host[1..^1], port);
        }

        return host.AsSpan().ContainsAny(":[]") ? null : (host, port);
    }

    private static string Replace(string pattern, string replacement, string text)
    {
        var result = new ByteBuffer();
        Compile(pattern, "regexp: Compile(`" + pattern + "`): ").ReplaceAll(result, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(replacement));
        return result.ToString();
    }

    private static Re2Regex Compile(string pattern, string prefix)
    {
        try
        {
            return Re2Regex.Compile(pattern);
        }
        catch (Re2SyntaxException exception)
        {
            throw new TemplateFunctionException(prefix + exception.Message);
        }
    }
}
