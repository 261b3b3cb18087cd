namespace Pharos.Discovery.Azure;

/// <summary>The addresses of one of Azure's clouds.</summary>
/// <param name="Login">Where tokens are.</param>
/// <param name="Management">Where the API is.</param>
/// <param name="Metadata">Where a machine of the cloud learns about itself.</param>
internal sealed record AzureCloud(string Login, string Management, string Metadata = "http://169.254.169.254")
{
    private static readonly AzureCloud Public = new("https://login.microsoftonline.com", "https://management.azure.com");
    private static readonly AzureCloud China = new("https://login.chinacloudapi.cn", "https://management.chinacloudapi.cn");
    private static readonly AzureCloud Government = new("https://login.microsoftonline.us", "https://management.usgovcloudapi.net");

    /// <summary>Null if there is none of the name.</summary>
    public static AzureCloud? Named(string name) => name.ToUpperInvariant() switch
    {
        "AZURECLOUD" or "AZUREPUBLICCLOUD" or "AZUREGERMANCLOUD" => Public,
        "AZURECHINACLOUD" => China,
        "AZUREUSGOVERNMENT" or "AZUREUSGOVERNMENTCLOUD" => Government,
        _ => null,
    };
}
