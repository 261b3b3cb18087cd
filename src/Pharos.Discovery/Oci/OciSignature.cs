using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pharos.Discovery.Oci;

/// <summary>Signs requests as Oracle's cloud wants it: a line for each header, in the order in which they are named.</summary>
internal static class OciSignature
{
    /// <summary>Adds the headers <c>Date</c> and <c>Authorization</c>, and those that speak of the body if there is one.</summary>
    /// <param name="keyId">Says whose key it is.</param>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string keyId, RSA key, DateTimeOffset now)
    {
        request.Headers.Date = now;
        var url = request.RequestUri!;
        List<(string Name, string Value)> lines =
        [
            ("date", now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture)),
            ("(request-target)", $"{request.Method.Method.ToLowerInvariant()} {url.PathAndQuery}"),
            ("host", url.Authority),
        ];
        if (request.Content is { } content)
        {
            var hash = Convert.ToBase64String(SHA256.HashData(body));
            content.Headers.ContentLength = body.Length;
            request.Headers.TryAddWithoutValidation("x-content-sha256", hash);
            lines.Add(("content-length", body.Length.ToString(CultureInfo.InvariantCulture)));
            lines.Add(("content-type", content.Headers.ContentType?.ToString() ?? ""));
            lines.Add(("x-content-sha256", hash));
        }

        var text = string.Join('\n', lines.Select(static line => $"{line.Name}: {line.Value}"));
        var signature = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var names = string.Join(' ', lines.Select(static line => line.Name));
        request.Headers.TryAddWithoutValidation("Authorization", $"Signature version=\"1\",keyId=\"{keyId}\",algorithm=\"rsa-sha256\",headers=\"{names}\",signature=\"{signature}\"");
    }
}
