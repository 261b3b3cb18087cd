using Pharos.Discovery.Aws;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Aws;

public sealed class LightsailDiscovererTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("port: -1", "port: expected a whole number that is not negative, found \"-1\"")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<LightsailDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Instances_OfAllPages()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/", request => new ApiReply(request.Body == "{}"
            ? """
              {"instances": [{"name": "n", "privateIpAddress": "10.0.0.1", "publicIpAddress": "1.2.3.4", "ipv6Addresses": ["fd00::1", "fd00::2"], "location": {"availabilityZone": "eu-west-1a"},
                "blueprintId": "debian", "bundleId": "nano", "state": {"code": 16, "name": "running"}, "supportCode": "s/i", "tags": [{"key": "a b", "value": "c"}]}, {"name": "gone"}],
               "nextPageToken": "t"}
              """
            : """{"instances": [{"privateIpAddress": "10.0.0.2"}]}"""));

        var targets = await Options.DiscoverAsync<LightsailDiscoveryOptions>($"region: eu-west-1\naccess_key: AK\nsecret_key: SK\nendpoint: {api.Url}");

        Assert.Equal(
            [
                "{\"10.0.0.1:80\", availability_zone=\"eu-west-1a\", blueprint_id=\"debian\", bundle_id=\"nano\", instance_name=\"n\", instance_state=\"running\", "
                + "instance_support_code=\"s/i\", ipv6_addresses=\",fd00::1,fd00::2,\", private_ip=\"10.0.0.1\", public_ip=\"1.2.3.4\", region=\"eu-west-1\", tag_a_b=\"c\"}",
                "{\"10.0.0.2:80\", private_ip=\"10.0.0.2\", region=\"eu-west-1\"}",
            ],
            Options.Short("__meta_lightsail_", targets));
        Assert.Equal("Lightsail_20161128.GetInstances", api.Header("X-Amz-Target"));
        Assert.Equal("""{"pageToken":"t"}""", api.Requests.Last().Body);
    }
}
