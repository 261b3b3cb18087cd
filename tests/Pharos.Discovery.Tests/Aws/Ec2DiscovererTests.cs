using System.Web;
using Pharos.Discovery.Aws;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Aws;

public sealed class Ec2DiscovererTests
{
    private const string Keys = "region: eu-west-1\naccess_key: AK\nsecret_key: SK\n";

    private const string Page = """
        <?xml version="1.0"?>
        <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet><item><ownerId>o</ownerId><instancesSet>
          <item><instanceId>i-1</instanceId><imageId>ami-1</imageId><instanceState><code>16</code><name>running</name></instanceState><privateDnsName>ip-10</privateDnsName>
            <dnsName>ec2-1</dnsName><instanceType>t3</instanceType><placement><availabilityZone>eu-west-1a</availabilityZone></placement><platform>windows</platform>
            <subnetId>sn-1</subnetId><vpcId>vpc-1</vpcId><privateIpAddress>10.0.0.1</privateIpAddress><ipAddress>1.2.3.4</ipAddress><architecture>x86_64</architecture>
            <instanceLifecycle>spot</instanceLifecycle><tagSet><item><key>a:b</key><value>c</value></item></tagSet>
            <networkInterfaceSet>
              <item><subnetId>sn-1</subnetId><attachment><deviceIndex>0</deviceIndex></attachment><ipv6AddressesSet><item><ipv6Address>fd00::1</ipv6Address><isPrimaryIpv6>false</isPrimaryIpv6></item></ipv6AddressesSet></item>
              <item><subnetId>sn-2</subnetId><attachment><deviceIndex>2</deviceIndex></attachment><ipv6AddressesSet><item><ipv6Address>fd00::2</ipv6Address><isPrimaryIpv6>true</isPrimaryIpv6></item></ipv6AddressesSet></item>
              <item><subnetId>sn-1</subnetId></item>
            </networkInterfaceSet></item>
          <item><instanceId>i-2</instanceId><instanceState><name>terminated</name></instanceState></item>
        </instancesSet></item></reservationSet><nextToken>next</nextToken></DescribeInstancesResponse>
        """;

    private const string LastPage = """
        <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet><item><instancesSet>
          <item><instanceId>i-3</instanceId><vpcId>vpc-1</vpcId><subnetId>sn-1</subnetId><networkInterfaceSet><item><subnetId>sn-1</subnetId>
            <ipv6AddressesSet><item><ipv6Address>fd00::3</ipv6Address></item></ipv6AddressesSet></item></networkInterfaceSet></item>
        </instancesSet></item></reservationSet></DescribeInstancesResponse>
        """;

    private const string Zones = """
        <DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><availabilityZoneInfo><item><zoneName>eu-west-1a</zoneName><zoneId>euw1-az1</zoneId></item></availabilityZoneInfo></DescribeAvailabilityZonesResponse>
        """;

    [Theory]
    [InlineData("{}", "")]
    [InlineData("filters: [{name: a, values: [b]}]", "")]
    [InlineData("filters: [{name: a, values: [b]}, {name: c}]", "filters[1]: EC2 SD configuration filter values cannot be empty")]
    [InlineData("endpoint: x", "endpoint: expected a URL with scheme and host, found \"x\"")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<Ec2DiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Instances_OfAllPagesWithAllLabels()
    {
        await using var api = await StartAsync(hasZones: true);

        var targets = await Options.DiscoverAsync<Ec2DiscoveryOptions>(Keys + $"endpoint: {api.Url}\nfilters: [{{name: tag:x, values: [y, z]}}]");

        Assert.Equal(
            [
                "{\"10.0.0.1:80\", ami=\"ami-1\", architecture=\"x86_64\", availability_zone=\"eu-west-1a\", availability_zone_id=\"euw1-az1\", default_ipv6_address=\"fd00::2\", "
                + "instance_id=\"i-1\", instance_lifecycle=\"spot\", instance_state=\"running\", instance_type=\"t3\", ipv6_addresses=\",fd00::1,fd00::2,\", owner_id=\"o\", "
                + "platform=\"windows\", primary_ipv6_addresses=\",,,fd00::2,\", primary_subnet_id=\"sn-1\", private_dns_name=\"ip-10\", private_ip=\"10.0.0.1\", "
                + "public_dns_name=\"ec2-1\", public_ip=\"1.2.3.4\", region=\"eu-west-1\", subnet_id=\",sn-1,sn-2,\", tag_a_b=\"c\", vpc_id=\"vpc-1\"}",
                "{\"[fd00::3]:80\", default_ipv6_address=\"fd00::3\", instance_id=\"i-3\", ipv6_addresses=\",fd00::3,\", primary_subnet_id=\"sn-1\", region=\"eu-west-1\", "
                + "subnet_id=\",sn-1,\", vpc_id=\"vpc-1\"}",
            ],
            Options.Short("__meta_ec2_", targets));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AK/20260102/eu-west-1/ec2/aws4_request", api.Header("Authorization"), StringComparison.Ordinal);
        var form = HttpUtility.ParseQueryString(api.Requests.Last().Body);
        Assert.Equal("tag:x y z next", string.Join(' ', form["Filter.1.Name"], form["Filter.1.Value.1"], form["Filter.1.Value.2"], form["NextToken"]));
    }

    [Fact]
    public async Task Refresh_ZonesMayNotBeAskedFor_CostsTheirLabelOnly()
    {
        await using var api = await StartAsync(hasZones: false);

        var targets = await Options.DiscoverAsync<Ec2DiscoveryOptions>(Keys + $"endpoint: {api.Url}/");

        Assert.Equal(2, targets.Length);
        Assert.All(targets, static target => Assert.DoesNotContain("availability_zone_id", target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("eu-west-1", "https://ec2.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn/")]
    public void Url_Region_NamesTheHost(string region, string url) => Assert.Equal(url, new AwsAccess().Url("ec2", region));

    private static async Task<ApiServer> StartAsync(bool hasZones)
    {
        var api = await ApiServer.StartAsync();
        return api.On("/", request => HttpUtility.ParseQueryString(request.Body) switch
        {
            { } form when form["Action"] == "DescribeAvailabilityZones" => new ApiReply(hasZones ? Zones : "") { Status = hasZones ? 200 : 403, ContentType = "text/xml" },
            { } form when form["NextToken"] == "next" => new ApiReply(LastPage),
            _ => new ApiReply(Page),
        });
    }
}
