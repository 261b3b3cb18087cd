using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The section <c>google_iam</c>: Google's credentials, those of the machine if no file is named.</summary>
public sealed class GoogleIamOptions : IOptions
{
    /// <summary>Seen from the working directory, unlike other paths of the file.</summary>
    public string CredentialsFile { get; set; } = "";

    public void Describe(Fields fields) => CredentialsFile = fields.Text("credentials_file", CredentialsFile);
}
