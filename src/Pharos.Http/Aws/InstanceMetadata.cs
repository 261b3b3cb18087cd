using System.Text;
using System.Text.Json;
using Pharos.Configuration;

namespace Pharos.Http.Aws;

/// <summary>What an EC2 instance, or a container's agent, says about itself.</summary>
internal sealed class InstanceMetadata(ConfiguredClient client, Func<string, string?> variable)
{
    private const int MostBytes = 64 << 10;
    private const string Credentials = "latest/meta-data/iam/security-credentials/";

    /// <summary>The machine answers at once or is none of Amazon's.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private Uri Base => new((variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") is { Length: > 0 } other ? other : "http://169.254.169.254").TrimEnd('/') + "/");

    private bool IsDisabled => string.Equals(variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The region that the instance runs in.</summary>
    public async Task<string> RegionAsync(CancellationToken cancellationToken) => await GetAsync("latest/meta-data/placement/region", cancellationToken);

    public async Task<AwsCredentials> CredentialsAsync(CancellationToken cancellationToken)
    {
        var role = (await GetAsync(Credentials, cancellationToken)).Split('\n')[0].Trim();
        if (role.Length == 0)
        {
            throw new HttpRequestException("AWS instance metadata: the instance has no role");
        }

        return Parse(await GetAsync(Credentials + Uri.EscapeDataString(role), cancellationToken), "AWS instance metadata");
    }

    /// <summary>Of a container in ECS or EKS; null if the environment does not say where to ask.</summary>
    public async Task<AwsCredentials?> ContainerCredentialsAsync(CancellationToken cancellationToken)
    {
        var relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        var url = relative is { Length: > 0 } ? "http://169.254.170.2" + relative : variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        if (url is not { Length: > 0 })
        {
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var token = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { Length: > 0 } file
            ? new Http.Credentials.SecretSource("AWS container authorization token", default, file).Read()
            : variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") ?? "";
        if (token.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Http.Credentials.HeaderText.Checked(token, "AWS container authorization token"));
        }

        return Parse(await SendAsync(request, "AWS container credentials", cancellationToken), "AWS container credentials");
    }

    private static AwsCredentials Parse(string text, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            string Field(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            if (Field("AccessKeyId").Length > 0 && Field("SecretAccessKey").Length > 0)
            {
                return new AwsCredentials(Field("AccessKeyId"), new Secret(Field("SecretAccessKey")), new Secret(Field("Token")), AwsTime.Parse(Field("Expiration")));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new HttpRequestException($"{what}: the answer is not what was expected", error);
        }

        throw new HttpRequestException($"{what}: the answer has no credentials");
    }

    private async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        if (IsDisabled)
        {
            throw new HttpRequestException("AWS instance metadata: disabled by AWS_EC2_METADATA_DISABLED");
        }

        // Version 2: a token first, which a confused proxy cannot get.
        using var asking = new HttpRequestMessage(HttpMethod.Put, new Uri(Base, "latest/api/token"));
        asking.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token-ttl-seconds", "300");
        var token = await SendAsync(asking, "AWS instance metadata", cancellationToken);

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Base, path));
        request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", token.Trim());
        return await SendAsync(request, "AWS instance metadata", cancellationToken);
    }

    private async Task<string> SendAsync(HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(TimeLimit);
        try
        {
            using var response = await client.SendAsync(request, timer.Token);
            var body = Encoding.UTF8.GetString(await ResponseBody.ReadAsync(response, MostBytes, timer.Token));
            return response.IsSuccessStatusCode
                ? body
                : throw new HttpRequestException($"{what}: {request.RequestUri!.AbsolutePath}: {(int)response.StatusCode} {response.ReasonPhrase}", null, response.StatusCode);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{what}: no answer within {TimeLimit.TotalSeconds} seconds", error);
        }
    }
}
