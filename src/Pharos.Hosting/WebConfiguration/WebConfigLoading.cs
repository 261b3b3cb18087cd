using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Configuration;
using Pharos.Hosting.Protection;

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
        var config = Parse(text, path, problems);
        if (config.Tls.IsEnabled)
        {
            CheckMaterial(config.Tls, problems);
            problems.ThrowIfAny();
        }

        return config;
    }

    /// <summary>What a text says, without a look at the files that it names.</summary>
    /// <exception cref="ConfigurationException">Something is wrong in it.</exception>
    internal static WebConfig Parse(string text, string path, ConfigurationProblems problems)
    {
        var config = OptionsReader.Read<WebConfig>(text, path, problems);
        problems.ThrowIfAny();
        return config;
    }

    /// <summary>Certificate, key and authorities as they are now; null where one of them cannot be read.</summary>
    internal static TlsTexts? ReadFiles(WebTlsOptions tls, ConfigurationProblems problems)
    {
        // A file goes before what stands in the configuration itself.
        var certificate = Read(tls, "cert_file", tls.CertFile, tls.Cert, problems);
        var key = Read(tls, "key_file", tls.KeyFile, tls.Key.Reveal(), problems);
        var authorities = Read(tls, "client_ca_file", tls.ClientCaFile, tls.ClientCa, problems);
        return certificate is null || key is null || authorities is null ? null : new TlsTexts(certificate, key, authorities);
    }

    private static void CheckMaterial(WebTlsOptions tls, ConfigurationProblems problems)
    {
        if (ReadFiles(tls, problems) is not { } texts)
        {
            return;
        }

        try
        {
            X509Certificate2.CreateFromPem(texts.Certificate, texts.Key).Dispose();
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            problems.Add(tls, tls.CertFile.Length > 0 ? "cert_file" : "cert", $"failed to load the certificate with its key: {error.Message}");
        }

        CheckAuthorities(tls, texts.ClientAuthorities, problems);
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
