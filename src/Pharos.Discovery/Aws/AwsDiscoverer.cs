using Pharos.Discovery.Api;
using Pharos.Http;
using Pharos.Http.Aws;
using Pharos.Http.Options;

namespace Pharos.Discovery.Aws;

/// <summary>What the mechanisms that ask AWS have in common: requests are signed, and go to the service in a region.</summary>
internal abstract class AwsDiscoverer : ApiDiscoverer
{
    private readonly AwsAccess _access;
    private readonly AwsIdentity _identity;
    private readonly string _service;

    /// <param name="service">What Amazon calls it: <c>ec2</c>.</param>
    protected AwsDiscoverer(string mechanism, string service, AwsAccess access, HttpClientOptions http, TimeSpan interval, DiscoveryServices services)
        : this(mechanism, service, access, http, interval, services, new AwsIdentity(access.ToSignature(), services.Http with { Time = services.Time }))
    {
    }

    private AwsDiscoverer(string mechanism, string service, AwsAccess access, HttpClientOptions http, TimeSpan interval, DiscoveryServices services, AwsIdentity identity)
        : base(mechanism, http, interval, services, new ClientExtras { Credentials = new SigV4Credentials(identity, service, services.Time, asksInstance: true) })
    {
        (_access, _identity, _service) = (access, identity, service);
    }

    protected ValueTask<string> RegionAsync(CancellationToken cancel) => _identity.RegionAsync(asksInstance: true, cancel);

    protected string Url(string region) => _access.Url(_service, region);

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _identity.Dispose();
    }
}
