using Pharos.Discovery.Api;
using Pharos.Http;
using Pharos.Http.Aws;
using Pharos.Http.Options;

namespace Pharos.Discovery.Aws;

/// <summary>What the mechanisms that ask AWS have in common: requests are signed, and go to the service in a region.</summary>
internal abstract class AwsDiscoverer : ApiDiscoverer
{
    private readonly AwsIdentity _identity;

    /// <param name="service">What Amazon calls it: <c>ec2</c>.</param>
    protected AwsDiscoverer(string mechanism, string service, AwsAccess access, HttpClientOptions http, TimeSpan interval, DiscoveryServices services)
        : this(mechanism, service, access, http, interval, services, new AwsIdentity(access.ToSignature(), services.Http with { Time = services.Time }))
    {
    }

    private AwsDiscoverer(string mechanism, string service, AwsAccess access, HttpClientOptions http, TimeSpan interval, DiscoveryServices services, AwsIdentity identity)
        : base(mechanism, http, interval, services, Signed(identity, service, services))
    {
        _identity = identity;
        Api = new AwsApi(Client, region => access.Url(service, region));
    }

    protected AwsApi Api { get; }

    protected ValueTask<string> RegionAsync(CancellationToken cancel) => _identity.RegionAsync(asksInstance: true, cancel);

    /// <summary>A client for another service, by the same identity. The caller disposes it before this is disposed.</summary>
    protected ApiClient ClientOf(string service, HttpClientOptions http) => new(http, Services.Http, Signed(_identity, service, Services));

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _identity.Dispose();
    }

    private static ClientExtras Signed(AwsIdentity identity, string service, DiscoveryServices services) =>
        new() { Credentials = new SigV4Credentials(identity, service, services.Time, asksInstance: true) };
}
