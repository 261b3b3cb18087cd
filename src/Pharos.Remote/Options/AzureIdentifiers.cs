using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The rules that all ways into Microsoft's directory have in common.</summary>
internal static class AzureIdentifiers
{
    private const string UrnPrefix = "urn:uuid:";

    /// <summary>Complains of a field that is not given.</summary>
    /// <param name="way">What the section is called in messages.</param>
    public static void Require(Fields fields, string way, string name, bool isGiven) =>
        fields.Check(isGiven, name, $"must provide an {way} {name} in the Azure AD config");

    /// <summary>Complains of a text that is there and no UUID.</summary>
    public static void CheckUuid(Fields fields, string way, string name, string text) =>
        fields.Check(text.Length == 0 || IsUuid(text), name, $"the provided {way} {name} is invalid");

    private static bool IsUuid(string text)
    {
        var bare = text.StartsWith(UrnPrefix, StringComparison.OrdinalIgnoreCase) ? text[UrnPrefix.Length..] : text;
        return Guid.TryParseExact(bare, "D", out _) || Guid.TryParseExact(bare, "N", out _) || Guid.TryParseExact(bare, "B", out _);
    }
}
