namespace Pharos.Hosting.WebConfiguration;

/// <summary>What is asked of clients.</summary>
public enum ClientCertificates
{
    None,
    Request,
    RequireAny,
    VerifyIfGiven,
    RequireAndVerify,
}
