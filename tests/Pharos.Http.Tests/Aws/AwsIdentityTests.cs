using Microsoft.AspNetCore.Http;
using Pharos.Configuration;
using Pharos.Http.Aws;
using Pharos.Http.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Http.Tests.Aws;

public sealed class AwsIdentityTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Dictionary<string, string> _variables = new() { ["AWS_EC2_METADATA_DISABLED"] = "true" };
    private readonly ManualTime _time = new();

    public AwsIdentityTests()
    {
        _variables["HOME"] = _home.Path;
        Directory.CreateDirectory(_home.File(".aws"));
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Credentials_Configured_GoBeforeAllOthers()
    {
        _variables["AWS_ACCESS_KEY_ID"] = "environment";
        _variables["AWS_SECRET_ACCESS_KEY"] = "environment";
        Assert.Equal("static/secret/", await ShowAsync("access_key: static\nsecret_key: secret"));
    }

    [Fact]
    public async Task Credentials_OfTheEnvironment_GoBeforeFiles()
    {
        Write("credentials", "[default]\naws_access_key_id = file\naws_secret_access_key = file");
        _variables["AWS_ACCESS_KEY_ID"] = "environment";
        _variables["AWS_SECRET_ACCESS_KEY"] = "secret";
        _variables["AWS_SESSION_TOKEN"] = "token";
        Assert.Equal("environment/secret/token", await ShowAsync("{}"));
        Assert.Equal("file/file/", await ShowAsync("profile: default"));
    }

    [Fact]
    public async Task Credentials_OfProfiles_AreFoundInBothFiles()
    {
        Write("credentials", "# a comment\n[default]\naws_access_key_id=one\naws_secret_access_key = 1=1\n\n[other]\naws_access_key_id = two\naws_secret_access_key = 2\naws_session_token = t\n");
        Write("config", "[default]\nregion = eu-west-1\n[profile third]\nregion = eu-west-3\naws_access_key_id = three\naws_secret_access_key = 3\ns3 =\n  aws_access_key_id = not this\n[sso-session other]\nregion = not-this\n");
        Assert.Equal("one/1=1/", await ShowAsync("{}"));
        Assert.Equal("two/2/t", await ShowAsync("profile: other"));
        Assert.Equal("three/3/", await ShowAsync("profile: third"));
        Assert.Equal("eu-west-3", await RegionAsync("profile: third"));
        Assert.Equal("eu-west-1", await RegionAsync("{}"));
        _variables["AWS_PROFILE"] = "other";
        Assert.Equal("two/2/t", await ShowAsync("{}"));
        Assert.Equal("AWS profile \"none\" has no credentials", (await Assert.ThrowsAsync<ClientConfigurationException>(() => ShowAsync("profile: none"))).Message);
    }

    [Fact]
    public async Task Region_IsTheFirstThatIsSaid()
    {
        Assert.Equal("region not configured in sigv4 or in default credentials chain", (await Assert.ThrowsAsync<ClientConfigurationException>(() => RegionAsync("{}"))).Message);
        Write("config", "[default]\nregion = a");
        Assert.Equal("a", await RegionAsync("{}"));
        _variables["AWS_DEFAULT_REGION"] = "b";
        Assert.Equal("b", await RegionAsync("{}"));
        _variables["AWS_REGION"] = "c";
        Assert.Equal("c", await RegionAsync("{}"));
        Assert.Equal("d", await RegionAsync("region: d"));
    }

    [Fact]
    public async Task Credentials_OfARole_AreFetchedKeptAndFetchedAnew()
    {
        var count = 0;
        await using var sts = await TestServer.StartAsync(context => context.Response.WriteAsync(StsAnswer($"role{Interlocked.Increment(ref count)}", _time.GetUtcNow().AddHours(1))));
        _variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();
        using var identity = Identity("region: eu-west-1\naccess_key: own\nsecret_key: secret\nrole_arn: arn:aws:iam::1:role/a b\nexternal_id: me");
        Assert.Equal("role1/role secret/role token", Show(await identity.CredentialsAsync(TestContext.Current.CancellationToken)));
        _time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("role1/role secret/role token", Show(await identity.CredentialsAsync(TestContext.Current.CancellationToken)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("role2/role secret/role token", Show(await identity.CredentialsAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(2, sts.Seen.Count);
        Assert.Equal(
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa+b&RoleSessionName=pharos&DurationSeconds=3600&ExternalId=me", sts.Last.Body);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=own/20250101/eu-west-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date, ", sts.Last.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_OfARoleInAProfile_AreTakenWithItsSource()
    {
        await using var sts = await TestServer.StartAsync(context => context.Response.WriteAsync(StsAnswer("role", _time.GetUtcNow().AddHours(1))));
        _variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();
        Write("config", "[profile role]\nrole_arn = arn\nsource_profile = base\nexternal_id = e\nregion = r\n[profile circle]\nrole_arn = arn\nsource_profile = wheel\n[profile wheel]\nrole_arn = arn\nsource_profile = circle\n");
        Write("credentials", "[base]\naws_access_key_id = base\naws_secret_access_key = 1\n");
        Assert.Equal("role/role secret/role token", await ShowAsync("profile: role"));
        Assert.Contains("Credential=base/", sts.Last.Header("Authorization"), StringComparison.Ordinal);
        Assert.Contains("ExternalId=e", sts.Last.Body, StringComparison.Ordinal);
        Assert.Equal("AWS profile \"circle\" takes its credentials from itself", (await Assert.ThrowsAsync<ClientConfigurationException>(() => ShowAsync("profile: circle"))).Message);
    }

    [Fact]
    public async Task Credentials_StsRefuses_SaysWhatItSaid()
    {
        await using var sts = await TestServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>");
        });
        _variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => ShowAsync("region: r\naccess_key: own\nsecret_key: hidden\nrole_arn: arn"));
        Assert.Equal("AWS STS AssumeRole of arn: 403 AccessDenied not you", error.Message);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_OfWebIdentity_AreFetchedWithTheTokenOfTheFile()
    {
        await using var sts = await TestServer.StartAsync(context => context.Response.WriteAsync(StsAnswer("web", _time.GetUtcNow().AddHours(1))));
        _variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();
        _variables["AWS_REGION"] = "r";
        _variables["AWS_ROLE_ARN"] = "arn";
        _variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = _home.File("token");
        await File.WriteAllTextAsync(_home.File("token"), "jwt\n", TestContext.Current.CancellationToken);
        Assert.Equal("web/role secret/role token", await ShowAsync("{}"));
        Assert.Equal("", sts.Last.Header("Authorization"));
        Assert.Equal("Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn&RoleSessionName=pharos&DurationSeconds=3600&WebIdentityToken=jwt", sts.Last.Body);
    }

    [Fact]
    public async Task Credentials_OfTheMachine_AreAskedForWithAToken()
    {
        await using var machine = await TestServer.StartAsync(context => context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/latest/api/token" => "session",
            "/latest/meta-data/iam/security-credentials/" => "my-role",
            "/latest/meta-data/iam/security-credentials/my-role" => """{"Code": "Success", "AccessKeyId": "machine", "SecretAccessKey": "s", "Token": "t", "Expiration": "2025-01-01T06:00:00Z"}""",
            _ => "eu-north-1",
        }));
        _variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = machine.Url.ToString();
        _variables["AWS_EC2_METADATA_DISABLED"] = "false";
        using var identity = Identity("{}");
        var credentials = await identity.CredentialsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("machine/s/t", Show(credentials));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 6, 0, 0, TimeSpan.Zero), credentials.Expiry);
        Assert.Equal("eu-north-1", await identity.RegionAsync(asksInstance: true, TestContext.Current.CancellationToken));
        Assert.All(machine.Seen.Where(static seen => seen.Method == "GET"), static seen => Assert.Equal("session", seen.Header("X-aws-ec2-metadata-token")));
        Assert.Contains(machine.Seen, static seen => seen.Url == "/latest/meta-data/placement/region");
    }

    [Fact]
    public async Task Credentials_OfAContainer_AreAskedOfItsAgent()
    {
        await using var agent = await TestServer.StartAsync(static context => context.Response.WriteAsync("""{"AccessKeyId": "container", "SecretAccessKey": "s"}"""));
        _variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = agent.Url + "creds";
        _variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "auth";
        Assert.Equal("container/s/", await ShowAsync("{}"));
        Assert.Equal(("/creds", "auth"), (agent.Last.Url, agent.Last.Header("Authorization")));
    }

    [Fact]
    public async Task Request_SignedByTheClient_CarriesTheSignatureOfItsBody()
    {
        await using var server = await TestServer.StartAsync();
        using var identity = Identity("region: r\naccess_key: own\nsecret_key: secret");
        using var client = Clients.Create("http_headers: {X-Other: {values: [a]}}", _time, extras: new ClientExtras { Credentials = new SigV4Credentials(identity, "aps", _time) });
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url) { Content = new StringContent("body") };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("body", server.Last.Body);
        using var expected = new HttpRequestMessage(HttpMethod.Post, server.Url) { Content = new StringContent("body") };
        SigV4Signature.Sign(expected, "body"u8, new AwsCredentials("own", new Secret("secret")), "r", "aps", _time.GetUtcNow());
        Assert.Equal(expected.Headers.NonValidated["Authorization"].ToString(), server.Last.Header("Authorization"));
    }

    [Theory]
    [InlineData("eu-west-1", false, "https://sts.eu-west-1.amazonaws.com/")]
    [InlineData("us-east-1", true, "https://sts-fips.us-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", false, "https://sts.cn-north-1.amazonaws.com.cn/")]
    public void Endpoint_IsThatOfTheRegion(string region, bool fips, string url) => Assert.Equal(url, StsClient.Endpoint(region, fips, static _ => null).ToString());

    private static string StsAnswer(string key, DateTimeOffset expiry) => $"""
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
          <AccessKeyId>{key}</AccessKeyId><SecretAccessKey>role secret</SecretAccessKey><SessionToken>role token</SessionToken><Expiration>{expiry:yyyy-MM-ddTHH:mm:ssZ}</Expiration>
        </Credentials></AssumeRoleResult></AssumeRoleResponse>
        """;

    private static string Show(AwsCredentials credentials) => $"{credentials.AccessKey}/{credentials.SecretKey.Reveal()}/{credentials.SessionToken.Reveal()}";

    private AwsIdentity Identity(string yaml) => new(OptionsReader.Read<SigV4Options>(yaml, "test.yml"), Clients.Services(_time, _variables));

    private async Task<string> ShowAsync(string yaml)
    {
        using var identity = Identity(yaml);
        return Show(await identity.CredentialsAsync(TestContext.Current.CancellationToken));
    }

    private async Task<string> RegionAsync(string yaml)
    {
        using var identity = Identity(yaml);
        return await identity.RegionAsync(asksInstance: false, TestContext.Current.CancellationToken);
    }

    private void Write(string file, string text) => File.WriteAllText(_home.File(Path.Combine(".aws", file)), text);
}
