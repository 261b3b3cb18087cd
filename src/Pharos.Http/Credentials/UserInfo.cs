namespace Pharos.Http.Credentials;

/// <summary>The name and password in a URL.</summary>
internal static class UserInfo
{
    public static (string Name, string Password) Parse(Uri url)
    {
        var colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? (Uri.UnescapeDataString(url.UserInfo), "")
            : (Uri.UnescapeDataString(url.UserInfo[..colon]), Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]));
    }
}
