using Pharos.Configuration;

namespace Pharos.Http.Options;

/// <summary>Fields that name an entry of a secret manager, which there is none of.</summary>
internal static class SecretReferences
{
    public static void Refuse(Fields fields, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            fields.Check(fields.Text(name, "").Length == 0, name, "there is no secret manager to look this up in; give the secret itself or a file");
        }
    }
}
