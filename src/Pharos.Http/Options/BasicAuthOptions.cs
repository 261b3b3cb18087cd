using Pharos.Configuration;

namespace Pharos.Http.Options;

/// <summary>A user's name and password, each here or in a file that is read at every request.</summary>
public sealed class BasicAuthOptions : IOptions
{
    public string Username { get; set; } = "";

    public string UsernameFile { get; set; } = "";

    public Secret Password { get; set; }

    public string PasswordFile { get; set; } = "";

    public void Describe(Fields fields)
    {
        Username = fields.Text("username", Username);
        UsernameFile = fields.File("username_file", UsernameFile);
        Password = fields.Secret("password", Password);
        PasswordFile = fields.File("password_file", PasswordFile);
        SecretReferences.Refuse(fields, "username_ref", "password_ref");
        fields.Check(Username.Length == 0 || UsernameFile.Length == 0, "username_file", "at most one of basic_auth username & username_file must be configured");
        fields.Check(Password.IsEmpty || PasswordFile.Length == 0, "password_file", "at most one of basic_auth password & password_file must be configured");
    }
}
