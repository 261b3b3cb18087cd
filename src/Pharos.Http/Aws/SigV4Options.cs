using Pharos.Configuration;

namespace Pharos.Http.Aws;

/// <summary>Whose signature requests to AWS carry. Without any field, that of whom the machine says it is.</summary>
public sealed class SigV4Options : IOptions
{
    public string Region { get; set; } = "";

    public string AccessKey { get; set; } = "";

    public Secret SecretKey { get; set; }

    public string Profile { get; set; } = "";

    public string RoleArn { get; set; } = "";

    public string ExternalId { get; set; } = "";

    public bool UseFipsStsEndpoint { get; set; }

    public void Describe(Fields fields)
    {
        Region = fields.Text("region", Region);
        AccessKey = fields.Text("access_key", AccessKey);
        SecretKey = fields.Secret("secret_key", SecretKey);
        Profile = fields.Text("profile", Profile);
        RoleArn = fields.Text("role_arn", RoleArn);
        ExternalId = fields.Text("external_id", ExternalId);
        UseFipsStsEndpoint = fields.Bool("use_fips_sts_endpoint", UseFipsStsEndpoint);
        fields.Check(AccessKey.Length == 0 == SecretKey.IsEmpty, AccessKey.Length == 0 ? "secret_key" : "access_key", "must provide a AWS SigV4 Access key and Secret Key if credentials are specified in the SigV4 config");
        fields.Check(ExternalId.Length == 0 || RoleArn.Length > 0, "external_id", "external_id can only be used with role_arn");
    }
}
