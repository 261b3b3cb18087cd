namespace Pharos.Discovery.Oci;

/// <summary>Where the services of a region are.</summary>
/// <param name="region">Oracle's name of it: <c>eu-frankfurt-1</c>.</param>
/// <param name="all">The place of all of them instead, in tests; empty otherwise.</param>
internal sealed class OciEndpoints(string region, string all)
{
    private const string Version = "/20160918/";

    /// <summary>Machines and networks.</summary>
    public string Core => (all.Length > 0 ? all : $"https://iaas.{region}.oraclecloud.com") + Version;

    public string Identity => (all.Length > 0 ? all : $"https://identity.{region}.oci.oraclecloud.com") + Version;

    public string Tokens => (all.Length > 0 ? all : $"https://auth.{region}.oraclecloud.com") + "/v1/x509";

    /// <summary>What the machine tells of itself, without TLS, and to programs on it only.</summary>
    public string Machine => (all.Length > 0 ? all : "http://169.254.169.254") + "/opc/v2/identity/";
}
