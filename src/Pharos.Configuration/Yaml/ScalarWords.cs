namespace Pharos.Configuration.Yaml;

/// <summary>Words that are no texts in YAML 1.1, unless they are quoted.</summary>
internal static class ScalarWords
{
    public static bool TryReadBool(string text, out bool value)
    {
        value = text is "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE";
        return value || text is "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE";
    }

    public static bool IsReserved(string text) => TryReadBool(text, out _) || text is "null" or "Null" or "NULL";
}
