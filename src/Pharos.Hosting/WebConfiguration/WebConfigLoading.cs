using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Configuration;

namespace Pharos.Hosting.WebConfiguration;

/// <summary>From a path to a web configuration whose files are there and fit each other.</summary>
public static class WebConfigLoading
{
    /// <exception cref="ConfigurationException">Something is wrong in the file, or in one that it names.</exception>
    public static WebConfig Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([new ConfigurationProblem(path, 0, 0, "", error.Message)]);
        }

        var problems = new ConfigurationProblems();
        var config = OptionsReader.Read<WebConfig>(text, path, problems);
        problems.ThrowIfAny();
        if (config.Tls.IsEnabled)
        {
            CheckMaterial(config.Tls, problems);
            problems.ThrowIfAny();
        }

        return config;
    }

    private static void CheckMaterial(WebTlsOptions tls, ConfigurationProblems problems)
    {
        // A file goes before what stands in the configuration itself.
        if (Read(tls, "cert_file", tls.CertFile, tls.Cert, problems) is not { } cert || Read(tls, "key_file", tls.KeyFile, tls.Key.Reveal(), problems) is not { } key)
        {
            return;
        }

        try
        {
            X509Certificate2.CreateFromPem(cert, key).Dispose();
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            problems.Add(tls, tls.CertFile.Length > 0 ? "cert_file" : "cert", $"failed to load the certificate with its key: {error.Message}");
        }

        if (tls.ClientCaFile.Length + tls.ClientCa.Length > 0 && Read(tls, "client_ca_file", tls.ClientCaFile, tls.ClientCa, problems) is { } authorities)
        {
            CheckAuthorities(tls, authorities, problems);
        }
    }

    private static void CheckAuthorities(WebTlsOptions tls, string authorities, ConfigurationProblems problems)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(authorities);
        }
        catch (CryptographicException error)
        {
            problems.Add(tls, "client_ca_file", $"failed to load the certificates of client authorities: {error.Message}");
        }

        foreach (var certificate in found)
        {
            certificate.Dispose();
        }
    }

    private static string? Read(WebTlsOptions tls, string field, string file, string inline, ConfigurationProblems problems)
    {
        if (file.Length == 0)
        {
            return inline;
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(tls, field, $"failed to read {field} ({file}): {error.Message}");
            return null;
        }
    }
}
