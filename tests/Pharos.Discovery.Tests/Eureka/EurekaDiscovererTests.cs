using Pharos.Discovery.Eureka;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Eureka;

public sealed class EurekaDiscovererTests
{
    [Theory]
    [InlineData("server: http://x/eureka", "")]
    [InlineData("{}", "server: eureka_sd: empty or null eureka server")]
    [InlineData("server: x", "server: eureka_sd: invalid eureka server URL")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<EurekaDiscoveryOptions>(yaml).Split('\n')[0]);

    [Fact]
    public async Task Refresh_Applications_HaveATargetForEachInstance()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/eureka/apps", _ => new ApiReply(
            """
            <?xml version="1.0"?>
            <applications><versions__delta>1</versions__delta>
              <application><name>WEB</name>
                <instance><hostName>h1</hostName><instanceId>h1:web</instanceId><app>WEB</app><ipAddr>10.0.0.1</ipAddr><status>UP</status>
                  <homePageUrl>http://h1/</homePageUrl><statusPageUrl>http://h1/s</statusPageUrl><healthCheckUrl>http://h1/h</healthCheckUrl>
                  <vipAddress>v</vipAddress><secureVipAddress>sv</secureVipAddress><countryId>1</countryId>
                  <port enabled="true">8080</port><securePort enabled="false">443</securePort>
                  <dataCenterInfo class="c"><name>Amazon</name><metadata><ami-id>ami</ami-id></metadata></dataCenterInfo>
                  <metadata><a.b>c &amp; d</a.b><nested><x>1</x></nested></metadata></instance>
                <instance><hostName>h2</hostName></instance>
              </application>
            </applications>
            """)
        {
            ContentType = "application/xml",
        });

        Assert.Equal(
            [
                "{__address__=\"h1:8080\", __meta_eureka_app_instance_country_id=\"1\", __meta_eureka_app_instance_datacenterinfo_metadata_ami_id=\"ami\", "
                + "__meta_eureka_app_instance_datacenterinfo_name=\"Amazon\", __meta_eureka_app_instance_healthcheck_url=\"http://h1/h\", "
                + "__meta_eureka_app_instance_homepage_url=\"http://h1/\", __meta_eureka_app_instance_hostname=\"h1\", __meta_eureka_app_instance_id=\"h1:web\", "
                + "__meta_eureka_app_instance_ip_addr=\"10.0.0.1\", __meta_eureka_app_instance_metadata_a_b=\"c &amp; d\", "
                + "__meta_eureka_app_instance_metadata_nested=\"<x>1</x>\", __meta_eureka_app_instance_port=\"8080\", __meta_eureka_app_instance_port_enabled=\"true\", "
                + "__meta_eureka_app_instance_secure_port=\"443\", __meta_eureka_app_instance_secure_port_enabled=\"false\", "
                + "__meta_eureka_app_instance_secure_vip_address=\"sv\", __meta_eureka_app_instance_status=\"UP\", __meta_eureka_app_instance_statuspage_url=\"http://h1/s\", "
                + "__meta_eureka_app_instance_vip_address=\"v\", __meta_eureka_app_name=\"WEB\", instance=\"h1:web\"}",
                "{__address__=\"h2:80\", __meta_eureka_app_instance_country_id=\"0\", __meta_eureka_app_instance_hostname=\"h2\", __meta_eureka_app_name=\"WEB\"}",
            ],
            await Options.DiscoverAsync<EurekaDiscoveryOptions>($"server: {api.Url}/eureka"));
        Assert.Equal("application/xml", api.Header("Accept"));
    }

    [Fact]
    public async Task Refresh_DocumentType_IsRefused()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        api.On("/apps", _ => new ApiReply("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><applications>&e;</applications>"));
        await using var running = new RunningMechanism(Options.Read<EurekaDiscoveryOptions>($"server: {api.Url}").Create(program.Services));

        await program.Log.UntilAsync("DTD is prohibited");
    }
}
