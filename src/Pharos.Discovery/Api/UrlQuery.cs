using System.Text;

namespace Pharos.Discovery.Api;

/// <summary>Puts the query behind a URL. Parameters without a value are left out.</summary>
internal sealed class UrlQuery(string url)
{
    private readonly StringBuilder _url = new(url);
    private char _before = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';

    public UrlQuery Add(string name, string value) => value.Length > 0 ? Append(name, value) : this;

    public UrlQuery Add(string name, long value) => Append(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A parameter that says something by being there.</summary>
    public UrlQuery AddIf(bool condition, string name) => condition ? Append(name, "") : this;

    public override string ToString() => _url.ToString();

    private UrlQuery Append(string name, string value)
    {
        _url.Append(_before).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        _before = '&';
        return this;
    }
}
