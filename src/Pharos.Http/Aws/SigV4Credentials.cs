using Pharos.Http.Credentials;

namespace Pharos.Http.Aws;

/// <summary>Signs each request for a service of AWS, its body too. For <see cref="ClientExtras.Credentials"/>. Thread-safe.</summary>
/// <param name="identity">Stays the caller's.</param>
/// <param name="service">What Amazon calls it: <c>aps</c> for its Prometheus, <c>ec2</c>.</param>
/// <param name="asksInstance">Whether the machine may be asked for the region if nothing else says it.</param>
public sealed class SigV4Credentials(AwsIdentity identity, string service, TimeProvider time, bool asksInstance = false) : IRequestCredentials
{
    public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var region = await identity.RegionAsync(asksInstance, cancellationToken);
        var credentials = await identity.CredentialsAsync(cancellationToken);

        // Keeps the bytes: they are sent after they were signed.
        byte[] body = [];
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken);
            body = await content.ReadAsByteArrayAsync(cancellationToken);
        }

        SigV4Signature.Sign(request, body, credentials, region, service, time.GetUtcNow());
    }
}
