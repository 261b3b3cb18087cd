using Pharos.Http.Credentials;
using Pharos.Http.Options;

namespace Pharos.Http.Aws;

/// <summary>
/// Who this program is to AWS, and where: what the configuration says, or else the environment, the profile, the container or the machine. In
/// that order, as Amazon's own programs do it. Thread-safe. Whoever makes one disposes it.
/// </summary>
public sealed class AwsIdentity : IDisposable
{
    private readonly SigV4Options _options;
    private readonly HttpClientServices _services;
    private readonly ConfiguredClient _client;
    private readonly InstanceMetadata _metadata;
    private readonly SemaphoreSlim _fetching = new(1);
    private AwsCredentials? _credentials;
    private string? _region;

    public AwsIdentity(SigV4Options options, HttpClientServices services)
    {
        (_options, _services) = (options, services);

        // The machine's own addresses are not behind a proxy; the token service may be.
        var http = new HttpClientOptions { FollowRedirects = false };
        http.Proxy.FromEnvironment = true;
        var asBefore = services.Variable;
        _client = new ConfiguredClient(http, services with { Variable = name => name == "NO_PROXY" ? $"169.254.169.254,169.254.170.2,fd00:ec2::254,{asBefore("NO_PROXY") ?? asBefore("no_proxy")}" : asBefore(name) });
        _metadata = new InstanceMetadata(_client, services.Variable);
    }

    private string Profile => _options.Profile.Length > 0 ? _options.Profile : Variable("AWS_PROFILE") is { Length: > 0 } named ? named : "default";

    /// <summary>The region: configured, or of the environment, or of the profile.</summary>
    /// <param name="asksInstance">Whether the machine may be asked if nothing else says it.</param>
    /// <exception cref="HttpRequestException">Nobody says it.</exception>
    public async ValueTask<string> RegionAsync(bool asksInstance, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _region) is { } known)
        {
            return known;
        }

        string?[] places = [_options.Region, Variable("AWS_REGION"), Variable("AWS_DEFAULT_REGION"), AwsConfigFiles.Read(_services.Variable).Get(Profile, "region")];
        var region = Array.Find(places, static place => !string.IsNullOrEmpty(place))
            ?? (asksInstance ? await _metadata.RegionAsync(cancellationToken) : throw new ClientConfigurationException("region not configured in sigv4 or in default credentials chain"));
        Volatile.Write(ref _region, region);
        return region;
    }

    /// <summary>Good for some minutes at least.</summary>
    /// <exception cref="HttpRequestException">There are none.</exception>
    public async ValueTask<AwsCredentials> CredentialsAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _credentials) is { } known && known.IsGood(_services.Time))
        {
            return known;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_credentials is not { } credentials || !credentials.IsGood(_services.Time))
            {
                credentials = await FetchAsync(cancellationToken);
                Volatile.Write(ref _credentials, credentials);
            }

            return credentials;
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _fetching.Dispose();
    }

    private async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var own = await OwnAsync(cancellationToken);
        if (_options.RoleArn.Length == 0)
        {
            return own;
        }

        var sts = await StsAsync(cancellationToken);
        return await sts.AssumeRoleAsync(own, _options.RoleArn, _options.ExternalId, cancellationToken);
    }

    private async Task<AwsCredentials> OwnAsync(CancellationToken cancellationToken)
    {
        if (_options.AccessKey.Length > 0)
        {
            return new AwsCredentials(_options.AccessKey, _options.SecretKey);
        }

        if (_options.Profile.Length > 0)
        {
            return await ProfileAsync(AwsConfigFiles.Read(_services.Variable), _options.Profile, [], cancellationToken)
                ?? throw new ClientConfigurationException($"AWS profile \"{_options.Profile}\" has no credentials");
        }

        if (Variable("AWS_ACCESS_KEY_ID") is { Length: > 0 } key && Variable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret)
        {
            return new AwsCredentials(key, new Configuration.Secret(secret), new Configuration.Secret(Variable("AWS_SESSION_TOKEN") ?? ""));
        }

        if (Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is { Length: > 0 } file && Variable("AWS_ROLE_ARN") is { Length: > 0 } role)
        {
            return await WebIdentityAsync(file, role, Variable("AWS_ROLE_SESSION_NAME") ?? "", cancellationToken);
        }

        return await ProfileAsync(AwsConfigFiles.Read(_services.Variable), Profile, [], cancellationToken)
            ?? await _metadata.ContainerCredentialsAsync(cancellationToken)
            ?? await _metadata.CredentialsAsync(cancellationToken);
    }

    /// <summary>A profile has keys, or a role that another profile may take.</summary>
    private async Task<AwsCredentials?> ProfileAsync(AwsConfigFiles files, string profile, HashSet<string> above, CancellationToken cancellationToken)
    {
        if (!above.Add(profile))
        {
            throw new ClientConfigurationException($"AWS profile \"{profile}\" takes its credentials from itself");
        }

        var role = files.Get(profile, "role_arn");
        if (role.Length == 0)
        {
            return files.Credentials(profile);
        }

        if (files.Get(profile, "web_identity_token_file") is { Length: > 0 } file)
        {
            return await WebIdentityAsync(file, role, files.Get(profile, "role_session_name"), cancellationToken);
        }

        // A profile may be its own source: then it has keys beside the role.
        var source = files.Get(profile, "source_profile");
        var caller = source == profile ? files.Credentials(profile) : source.Length > 0 ? await ProfileAsync(files, source, above, cancellationToken) : null;
        if (caller is null)
        {
            throw new ClientConfigurationException($"AWS profile \"{profile}\" has a role_arn, but its source_profile \"{source}\" has no credentials");
        }

        var sts = await StsAsync(cancellationToken);
        return await sts.AssumeRoleAsync(caller, role, files.Get(profile, "external_id"), cancellationToken);
    }

    private async Task<AwsCredentials> WebIdentityAsync(string file, string role, string sessionName, CancellationToken cancellationToken)
    {
        var token = new SecretSource("AWS web identity token", default, file).Read();
        var sts = await StsAsync(cancellationToken);
        return await sts.AssumeRoleWithWebIdentityAsync(token, role, sessionName, cancellationToken);
    }

    private async Task<StsClient> StsAsync(CancellationToken cancellationToken)
    {
        var region = await RegionAsync(asksInstance: true, cancellationToken);
        return new StsClient(_client, StsClient.Endpoint(region, _options.UseFipsStsEndpoint, _services.Variable), region, _services.Time);
    }

    private string? Variable(string name) => _services.Variable(name);
}
