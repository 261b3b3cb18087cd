using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pharos.Discovery.Oci;
using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Oci;

public sealed class OciDiscovererTests : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("region: r\ntenancy: t\nuser: u\nfingerprint: f\nkey_file: k", "")]
    [InlineData("region: r\nauth: instance_principal\ncompartments: [a]", "")]
    [InlineData("auth: instance_principal", "region: oci_sd: region is required")]
    [InlineData("region: r", "tenancy: oci_sd: api_key auth requires tenancy")]
    [InlineData("region: r\ntenancy: t", "user: oci_sd: api_key auth requires user")]
    [InlineData("region: r\ntenancy: t\nuser: u", "fingerprint: oci_sd: api_key auth requires fingerprint")]
    [InlineData("region: r\ntenancy: t\nuser: u\nfingerprint: f", "key_file: oci_sd: api_key auth requires key_file")]
    [InlineData(
        "region: r\nauth: instance_principal\nuser: u",
        "auth: oci_sd: instance_principal auth must not have tenancy, user, fingerprint, key_file, key_passphrase, or key_passphrase_file set")]
    [InlineData(
        "region: r\ntenancy: t\nuser: u\nfingerprint: f\nkey_file: k\nkey_passphrase: p\nkey_passphrase_file: q",
        "key_passphrase_file: oci_sd: at most one of key_passphrase and key_passphrase_file must be configured")]
    [InlineData("region: r\nauth: instance_principal\ncompartments: [a, '']", "compartments[1]: oci_sd: compartments[1] must not be empty")]
    [InlineData("region: r\nauth: password", "auth: expected one of api_key, instance_principal, found \"password\"")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<OciDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Machines_OfAllCompartmentsAndPages()
    {
        await using var api = await StartAsync();

        var targets = await DiscoverAsync(api, Key(_key.ExportPkcs8PrivateKeyPem()), new DiscoveryFixture());

        Assert.Equal(
            [
                "{\"10.0.0.1:80\", availability_domain=\"AD-1\", compartment_id=\"root\", defined_tag_ops_cost=\"12.5\", defined_tag_ops_on=\"true\", fault_domain=\"F1\", "
                + "hostname_label=\"h\", image_id=\"img\", instance_id=\"m1\", instance_name=\"one\", instance_shape=\"E4\", instance_state=\"RUNNING\", "
                + "ipv6_addresses=\",fd00::1,fd00::2,\", private_ip=\"10.0.0.1\", public_ip=\"1.2.3.4\", region=\"fra\", tag_env_x=\"prod\", tenancy_id=\"root\", vnic_id=\"v1\"}",
                "{\"[fd00::9]:80\", compartment_id=\"inner\", instance_id=\"m2\", ipv6_addresses=\",fd00::9,\", tenancy_id=\"root\", vnic_id=\"v2\"}",
            ],
            Options.Short("__meta_oci_", targets));
    }

    [Fact]
    public async Task Refresh_Requests_AreSignedByTheKey()
    {
        await using var api = await StartAsync();

        await DiscoverAsync(api, Key(_key.ExportEncryptedPkcs8PrivateKeyPem("pass", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))) + "key_passphrase: pass\n", new DiscoveryFixture());

        foreach (var request in api.Requests)
        {
            AssertSigned(request, "root/user/f:p", _key);
        }
    }

    [Fact]
    public async Task Refresh_KeyCannotBeRead_IsSaid()
    {
        await using var api = await StartAsync();
        var program = new DiscoveryFixture();
        var options = Options.Read<OciDiscoveryOptions>(Key("no key"));
        options.Endpoint = api.Url;
        await using var running = new RunningMechanism(options.Create(program.Services));

        await program.Log.UntilAsync("is no RSA private key in PEM");
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("/20160918/compartments", 1, "Warning: OCI SD failed to list child compartments, skipping subtree compartment_id=root")]
    [InlineData("/20160918/vnics/v1", 1, "Warning: OCI SD failed to resolve VNIC IPs, skipping instance instance_id=m1")]
    public async Task Refresh_PartIsRefused_IsLeftOut(string path, int targets, string line)
    {
        await using var api = await StartAsync();
        api.On(path, static _ => new ApiReply("{}") { Status = 403 });
        var program = new DiscoveryFixture();

        Assert.Equal(targets, (await DiscoverAsync(api, Key(_key.ExportRSAPrivateKeyPem()), program)).Length);
        Assert.Contains(program.Log.Lines, one => one.StartsWith(line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_MachinesAreRefused_KeepsWhatWasThere()
    {
        await using var api = await StartAsync();
        api.On("/20160918/instances", static _ => new ApiReply("{}") { Status = 500 });
        var program = new DiscoveryFixture();
        var options = Options.Read<OciDiscoveryOptions>(Key(_key.ExportPkcs8PrivateKeyPem()));
        options.Endpoint = api.Url;
        await using var running = new RunningMechanism(options.Create(program.Services));

        await program.Log.UntilAsync("500");
        Assert.Equal(0, running.Targets.Count);
    }

    [Fact]
    public async Task Refresh_InstancePrincipal_ChangesTheMachinesCertificateForAToken()
    {
        await using var api = await StartAsync();
        using var machineKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=machine, OU=opc-tenant:root, OU=opc-instance:i", machineKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var token = $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"exp":4000000000}""")).TrimEnd('=')}.c2ln";
        api.On("/opc/v2/identity/cert.pem", _ => new ApiReply(certificate.ExportCertificatePem()))
            .On("/opc/v2/identity/intermediate.pem", _ => new ApiReply(certificate.ExportCertificatePem()))
            .On("/opc/v2/identity/key.pem", _ => new ApiReply(machineKey.ExportPkcs8PrivateKeyPem()))
            .On("/v1/x509", $$"""{"token": "{{token}}"}""");

        Assert.Equal(2, (await DiscoverAsync(api, "region: fra\nauth: instance_principal\n", new DiscoveryFixture())).Length);

        var exchange = Assert.Single(api.Requests, static one => one.Path == "/v1/x509");
        AssertSigned(exchange, $"root/fed-x509/{string.Join(':', certificate.Thumbprint.ToLowerInvariant().Chunk(2).Select(static pair => new string(pair)))}", machineKey);
        Assert.All(api.Requests.Where(static one => one.Path.StartsWith("/opc", StringComparison.Ordinal)), static one => Assert.Equal("Bearer Oracle", one.Headers["Authorization"]));
        Assert.All(api.Requests.Where(static one => one.Path.StartsWith("/2016", StringComparison.Ordinal)), one => Assert.Contains($"keyId=\"ST${token}\"", one.Headers["Authorization"], StringComparison.Ordinal));
    }

    private static Task<string[]> DiscoverAsync(ApiServer api, string yaml, DiscoveryFixture program) =>
        Options.DiscoverAsync<OciDiscoveryOptions>(yaml, program, options => options.Endpoint = api.Url);

    private static void AssertSigned(ApiRequest request, string keyId, RSA key)
    {
        var header = request.Headers["Authorization"];
        Assert.StartsWith("Signature version=\"1\",keyId=\"" + keyId + "\",algorithm=\"rsa-sha256\",headers=\"date (request-target) host", header, StringComparison.Ordinal);
        var fields = header["Signature ".Length..].Split(',').Select(static part => part.Split('=', 2)).ToDictionary(static part => part[0], static part => part[1].Trim('"'));
        var lines = fields["headers"].Split(' ').Select(name => $"{name}: {(name == "(request-target)" ? $"{request.Method.ToLowerInvariant()} {request.Path}{request.Query}" : request.Headers[name])}");
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes(string.Join('\n', lines)), Convert.FromBase64String(fields["signature"]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private string Key(string pem)
    {
        File.WriteAllText(_folder.File("key.pem"), pem);
        return $"region: fra\ntenancy: root\nuser: user\nfingerprint: 'f:p'\nkey_file: {_folder.File("key.pem")}\n";
    }

    private static async Task<ApiServer> StartAsync()
    {
        var api = await ApiServer.StartAsync();
        return api.On("/20160918/compartments", static request => new ApiReply(request.Query.Contains("compartmentId=root", StringComparison.Ordinal)
                ? """[{"id": "inner", "lifecycleState": "ACTIVE"}, {"id": "gone", "lifecycleState": "DELETED"}, {"id": "root", "lifecycleState": "ACTIVE"}]"""
                : "[]"))
            .On("/20160918/instances", static request => request.Query switch
            {
                var query when query.Contains("compartmentId=inner", StringComparison.Ordinal) && !query.Contains("page=", StringComparison.Ordinal) => new ApiReply("[]") { Headers = [("opc-next-page", "2")] },
                var query when query.Contains("compartmentId=inner", StringComparison.Ordinal) => new ApiReply("""[{"id": "m2", "compartmentId": "inner"}, {"id": "odd"}]"""),
                _ => new ApiReply("""
                    [{"id": "m1", "compartmentId": "root", "displayName": "one", "lifecycleState": "RUNNING", "shape": "E4", "availabilityDomain": "AD-1", "faultDomain": "F1", "region": "fra",
                      "imageId": "img", "freeformTags": {"env x": "prod"}, "definedTags": {"ops": {"cost": 12.50, "on": true, "list": [1]}, "odd": 7}}, {"id": "m3", "compartmentId": "root"}]
                    """),
            })
            .On("/20160918/vnicAttachments", static request => new ApiReply(
                request.Query.Contains("instanceId=m1", StringComparison.Ordinal) ? """[{"vnicId": "v0", "lifecycleState": "DETACHED"}, {"vnicId": "second", "lifecycleState": "ATTACHED"}, {"vnicId": "v1", "lifecycleState": "ATTACHED"}]"""
                : request.Query.Contains("instanceId=m2", StringComparison.Ordinal) ? """[{"vnicId": "v2", "lifecycleState": "ATTACHED"}]""" : "[]"))
            .On("/20160918/vnics/second", """{"id": "second", "isPrimary": false, "privateIp": "10.9.9.9"}""")
            .On("/20160918/vnics/v1", """{"id": "v1", "isPrimary": true, "privateIp": "10.0.0.1", "publicIp": "1.2.3.4", "hostnameLabel": "h", "ipv6Addresses": ["fd00::2", "fd00::1"]}""")
            .On("/20160918/vnics/v2", """{"id": "v2", "isPrimary": true, "ipv6Addresses": ["fd00::9"]}""");
    }
}
