using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;

namespace Pharos.Discovery.Oci;

/// <summary>An entry of <c>oci_sd_configs</c>: compute instances of Oracle's cloud.</summary>
public sealed class OciDiscoveryOptions : IDiscoveryOptions
{
    private static readonly ChoiceKind<OciAuth> Ways = new(("api_key", OciAuth.ApiKey), ("instance_principal", OciAuth.InstancePrincipal));

    public string Mechanism => "oci";

    internal OciAuth Auth { get; set; } = OciAuth.ApiKey;

    public string Tenancy { get; set; } = "";

    public string User { get; set; } = "";

    public string Fingerprint { get; set; } = "";

    public string KeyFile { get; set; } = "";

    public Secret KeyPassphrase { get; set; }

    public string KeyPassphraseFile { get; set; } = "";

    public string Region { get; set; } = "";

    /// <summary>All that the tenancy has if there are none.</summary>
    public IReadOnlyList<string> Compartments { get; set; } = [];

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public long Port { get; set; } = 80;

    public HttpClientOptions Http { get; } = new();

    /// <summary>Where all services are; another place in tests. Empty for Oracle's.</summary>
    internal string Endpoint { get; set; } = "";

    public void Describe(Fields fields)
    {
        Auth = fields.Value("auth", Ways, Auth);
        Tenancy = fields.Text("tenancy", Tenancy);
        User = fields.Text("user", User);
        Fingerprint = fields.Text("fingerprint", Fingerprint);
        KeyFile = fields.File("key_file", KeyFile);
        KeyPassphrase = fields.Secret("key_passphrase", KeyPassphrase);
        KeyPassphraseFile = fields.File("key_passphrase_file", KeyPassphraseFile);
        Region = fields.Text("region", Region, always: true);
        Compartments = fields.Texts("compartments", Compartments);
        Http.Describe(fields);
        Port = TargetPort.Describe(fields, Port);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        fields.Check(Region.Length > 0, "region", "oci_sd: region is required");
        CheckKey(fields);
        for (var i = 0; i < Compartments.Count; i++)
        {
            fields.Check(Compartments[i].Length > 0, $"compartments[{i}]", $"oci_sd: compartments[{i}] must not be empty");
        }
    }

    public IDiscoverer Create(DiscoveryServices services) => new OciDiscoverer(this, services);

    private void CheckKey(Fields fields)
    {
        if (Auth == OciAuth.InstancePrincipal)
        {
            fields.Check(
                Tenancy.Length + User.Length + Fingerprint.Length + KeyFile.Length + KeyPassphraseFile.Length == 0 && KeyPassphrase.IsEmpty,
                "auth",
                "oci_sd: instance_principal auth must not have tenancy, user, fingerprint, key_file, key_passphrase, or key_passphrase_file set");
            return;
        }

        fields.Check(Tenancy.Length > 0, "tenancy", "oci_sd: api_key auth requires tenancy");
        fields.Check(User.Length > 0, "user", "oci_sd: api_key auth requires user");
        fields.Check(Fingerprint.Length > 0, "fingerprint", "oci_sd: api_key auth requires fingerprint");
        fields.Check(KeyFile.Length > 0, "key_file", "oci_sd: api_key auth requires key_file");
        fields.Check(
            KeyPassphrase.IsEmpty || KeyPassphraseFile.Length == 0,
            "key_passphrase_file",
            "oci_sd: at most one of key_passphrase and key_passphrase_file must be configured");
    }
}

/// <summary>How a program proves who it is.</summary>
internal enum OciAuth : byte
{
    ApiKey,
    InstancePrincipal,
}
