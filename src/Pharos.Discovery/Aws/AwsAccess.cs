using Pharos.Configuration;
using Pharos.Http.Aws;

namespace Pharos.Discovery.Aws;

/// <summary>The fields that say who asks AWS and where, in line with those of the section.</summary>
internal sealed class AwsAccess : IOptions
{
    /// <summary>That of the environment, the profile or the machine if empty.</summary>
    public string Region { get; set; } = "";

    /// <summary>In the place of the region's own address.</summary>
    public string Endpoint { get; set; } = "";

    public string AccessKey { get; set; } = "";

    public Secret SecretKey { get; set; }

    public string Profile { get; set; } = "";

    public string RoleArn { get; set; } = "";

    public string ExternalId { get; set; } = "";

    public void Describe(Fields fields)
    {
        Endpoint = fields.Value("endpoint", Kinds.Url, Endpoint);
        Region = fields.Text("region", Region);
        AccessKey = fields.Text("access_key", AccessKey);
        SecretKey = fields.Secret("secret_key", SecretKey);
        Profile = fields.Text("profile", Profile);
        RoleArn = fields.Text("role_arn", RoleArn);
        ExternalId = fields.Text("external_id", ExternalId);
    }

    /// <summary>Half a pair of keys is none: then the usual places are looked at.</summary>
    public SigV4Options ToSignature()
    {
        var hasKeys = AccessKey.Length > 0 && !SecretKey.IsEmpty;
        return new SigV4Options
        {
            Region = Region,
            AccessKey = hasKeys ? AccessKey : "",
            SecretKey = hasKeys ? SecretKey : default,
            Profile = Profile,
            RoleArn = RoleArn,
            ExternalId = ExternalId,
        };
    }

    /// <summary>The address of a service in a region.</summary>
    public string Url(string service, string region) => Endpoint.Length > 0
        ? Endpoint.TrimEnd('/') + "/"
        : $"https://{service}.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}/";
}
