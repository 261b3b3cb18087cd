using Pharos.Discovery.Outscale;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Outscale;

public sealed class OutscaleDiscovererTests
{
    [Theory]
    [InlineData("access_key: a\nsecret_key: s", "")]
    [InlineData("access_key: a\nsecret_key: s\nregion: ''", "region: outscale SD configuration requires a region")]
    [InlineData("secret_key: s", "access_key: outscale SD configuration requires access_key")]
    [InlineData("access_key: a", "secret_key: one of secret_key & secret_key_file must be configured")]
    [InlineData("access_key: a\nsecret_key: s\nsecret_key_file: f", "secret_key_file: at most one of secret_key & secret_key_file must be configured")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<OutscaleDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Machines_OfAllPages()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/api/v1/ReadVms", request => new ApiReply(request.Body == "{}"
            ? """
              {"Vms": [{"VmId": "i-1", "State": "running", "PrivateIp": "10.0.0.1", "PublicIp": "1.2.3.4", "Placement": {"SubregionName": "eu-west-2a"}, "Tags": [{"Key": "a b", "Value": "c"}]},
                {"VmId": "i-0"}], "NextPageToken": "next"}
              """
            : """{"Vms": [{"VmId": "i-2", "PublicIp": "1.2.3.5"}]}"""));

        var targets = await Options.DiscoverAsync<OutscaleDiscoveryOptions>($"access_key: AK\nsecret_key: SK\nendpoint: {api.Url}/api/v1");

        Assert.Equal(
            [
                "{\"10.0.0.1:80\", instance_id=\"i-1\", private_ip=\"10.0.0.1\", public_ip=\"1.2.3.4\", region=\"eu-west-2\", state=\"running\", subregion=\"eu-west-2a\", tag_a_b=\"c\"}",
                "{\"1.2.3.5:80\", instance_id=\"i-2\", public_ip=\"1.2.3.5\", region=\"eu-west-2\"}",
            ],
            Options.Short("__meta_outscale_vm_", targets));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AK/20260102/eu-west-2/oapi/aws4_request, SignedHeaders=", api.Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal("""{"NextPageToken":"next"}""", api.Requests.Last().Body);
    }
}
