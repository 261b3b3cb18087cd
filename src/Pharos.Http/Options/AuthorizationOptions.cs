using Pharos.Configuration;

namespace Pharos.Http.Options;

/// <summary>What goes into the Authorization header.</summary>
public sealed class AuthorizationOptions : IOptions
{
    public string Type { get; set; } = "Bearer";

    public Secret Credentials { get; set; }

    public string CredentialsFile { get; set; } = "";

    public void Describe(Fields fields)
    {
        Type = fields.Text("type", Type).Trim();
        Credentials = fields.Secret("credentials", Credentials);
        CredentialsFile = fields.File("credentials_file", CredentialsFile);
        SecretReferences.Refuse(fields, "credentials_ref");
        if (Type.Length == 0)
        {
            Type = "Bearer";
        }

        fields.Check(!Type.Equals("basic", StringComparison.OrdinalIgnoreCase), "type", "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
        fields.Check(Credentials.IsEmpty || CredentialsFile.Length == 0, "credentials_file", "at most one of authorization credentials & credentials_file must be configured");
    }
}
