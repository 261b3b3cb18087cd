using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pharos.Configuration.Yaml;
using Pharos.Http.Options;

namespace Pharos.Http.OAuth2;

/// <summary>A signed statement of who asks for a token (RFC 7523).</summary>
internal static class JwtAssertion
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <param name="key">An RSA key as PEM.</param>
    /// <exception cref="ClientConfigurationException">The key is none.</exception>
    public static string Sign(OAuth2Options options, string key, DateTimeOffset now)
    {
        var algorithm = options.SignatureAlgorithm.Length == 0 ? "RS256" : options.SignatureAlgorithm;
        var signed = $"{Base64Url.EncodeToString(Header(algorithm, options.ClientCertificateKeyId))}.{Base64Url.EncodeToString(Claims(options, now))}";
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(key);
            var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), Hash(algorithm), RSASignaturePadding.Pkcs1);
            return $"{signed}.{Base64Url.EncodeToString(signature)}";
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            var source = options.ClientCertificateKeyFile.Length > 0 ? "file " + options.ClientCertificateKeyFile : "inline";
            throw new ClientConfigurationException($"oauth2 client_certificate_key ({source}) is no RSA private key in PEM", error);
        }
    }

    private static HashAlgorithmName Hash(string algorithm) => algorithm switch
    {
        "RS384" => HashAlgorithmName.SHA384,
        "RS512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    private static byte[] Header(string algorithm, string keyId) => Json(json =>
    {
        json.WriteString("alg", algorithm);
        json.WriteString("typ", "JWT");
        if (keyId.Length > 0)
        {
            json.WriteString("kid", keyId);
        }
    });

    private static byte[] Claims(OAuth2Options options, DateTimeOffset now) => Json(json =>
    {
        var claims = new Dictionary<string, Action>(StringComparer.Ordinal)
        {
            ["iss"] = () => json.WriteStringValue(options.Issuer.Length > 0 ? options.Issuer : options.ClientId),
            ["sub"] = () => json.WriteStringValue(options.ClientId),
            ["jti"] = () => json.WriteStringValue(Guid.NewGuid()),
            ["aud"] = () => json.WriteStringValue(options.Audience.Length > 0 ? options.Audience : options.TokenUrl),
            ["iat"] = () => json.WriteNumberValue(now.ToUnixTimeSeconds()),
            ["exp"] = () => json.WriteNumberValue((now + Lifetime).ToUnixTimeSeconds()),
        };
        if (options.Scopes.Count > 0)
        {
            claims["scope"] = () => json.WriteStringValue(string.Join(' ', options.Scopes));
        }

        foreach (var claim in options.Claims?.Entries ?? [])
        {
            claims[claim.Key.Text] = () => Write(json, claim.Value);
        }

        foreach (var (name, write) in claims)
        {
            json.WritePropertyName(name);
            write();
        }
    });

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node.Kind)
        {
            case YamlKind.Sequence:
                json.WriteStartArray();
                foreach (var item in node.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case YamlKind.Mapping:
                json.WriteStartObject();
                foreach (var entry in node.Entries)
                {
                    json.WritePropertyName(entry.Key.Text);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case YamlKind.Scalar:
                WriteScalar(json, node);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, YamlNode node)
    {
        if (node.IsNull)
        {
            json.WriteNullValue();
        }
        else if (!node.IsPlain)
        {
            json.WriteStringValue(node.Text);
        }
        else if (Configuration.Kinds.Bool.TryRead(node.Text, node.IsPlain, out var truth, out _))
        {
            json.WriteBooleanValue(truth);
        }
        else if (Configuration.Kinds.Integer.TryRead(node.Text, node.IsPlain, out var integer, out _))
        {
            json.WriteNumberValue(integer);
        }
        else if (double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(node.Text);
        }
    }
}
