using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Discovery.Uyuni;

/// <summary>An entry of <c>uyuni_sd_configs</c>: exporters on systems that a Uyuni server manages.</summary>
public sealed class UyuniDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "uyuni";

    public string Server { get; set; } = "";

    public string Username { get; set; } = "";

    public Secret Password { get; set; }

    /// <summary>Systems that are to be monitored have it.</summary>
    public string Entitlement { get; set; } = "monitoring_entitled";

    public string Separator { get; set; } = ",";

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(60);

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Server = fields.Text("server", Server, always: true);
        Username = fields.Text("username", Username, always: true);
        Password = fields.Secret("password", Password);
        Http.Describe(fields);
        Entitlement = fields.Text("entitlement", Entitlement);
        Separator = fields.Text("separator", Separator);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        fields.Check(Server.Length > 0, "server", "Uyuni SD configuration requires server host");
        fields.Check(Server.Length == 0 || (Uri.TryCreate(Server, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"), "server", "expected a URL that begins with http:// or https://");
        fields.Check(Username.Length > 0, "username", "Uyuni SD configuration requires a username");
        fields.Check(!Password.IsEmpty, "password", "Uyuni SD configuration requires a password");
    }

    public IDiscoverer Create(DiscoveryServices services) => new UyuniDiscoverer(this, services);
}
