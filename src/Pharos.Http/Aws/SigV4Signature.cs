using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pharos.Http.Aws;

/// <summary>AWS's Signature Version 4 of a request.</summary>
/// <remarks>
/// <code>
/// canonical request = method, path, sorted query, sorted headers, hash of the body
/// string to sign    = algorithm, time, scope, hash of that
/// key               = HMAC chain over secret, day, region, service
/// </code>
/// </remarks>
public static class SigV4Signature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds the headers <c>X-Amz-Date</c>, <c>X-Amz-Security-Token</c> if there is one, and <c>Authorization</c>.</summary>
    /// <param name="body">What the request has for a body, as it will be sent.</param>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, AwsCredentials credentials, string region, string service, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        Replace(request, "X-Amz-Date", time);
        if (!credentials.SessionToken.IsEmpty)
        {
            Replace(request, "X-Amz-Security-Token", credentials.SessionToken.Reveal());
        }

        var headers = SignedHeaders(request);
        var names = string.Join(';', headers.Keys);
        var canonical = string.Join('\n',
            [request.Method.Method, Path(request.RequestUri!, service), Query(request.RequestUri!), .. headers.Select(static header => $"{header.Key}:{header.Value}"), "", names, Hash(body)]);
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var text = string.Join('\n', Algorithm, time, scope, Hash(Encoding.UTF8.GetBytes(canonical)));

        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey.Reveal());
        foreach (var part in (string[])[time[..8], region, service, "aws4_request", text])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        Replace(request, "Authorization", $"{Algorithm} Credential={credentials.AccessKey}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(key)}");
    }

    /// <summary>Host, type of the body, and all of Amazon's own: others may be changed on the way.</summary>
    private static SortedDictionary<string, string> SignedHeaders(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.Headers.Host ?? request.RequestUri!.Authority };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            {
                headers[name.ToLowerInvariant()] = string.Join(',', values.Select(OneSpace));
            }
        }

        if (request.Content?.Headers.NonValidated.TryGetValues("Content-Type", out var type) == true)
        {
            headers["content-type"] = OneSpace(type.ToString());
        }

        return headers;
    }

    /// <summary>Every segment is encoded, and except for S3 once more.</summary>
    private static string Path(Uri url, string service)
    {
        var path = url.AbsolutePath;
        return path.Length == 0 ? "/" : service == "s3" ? path : Encode(path, keepsSlash: true);
    }

    private static string Query(Uri url)
    {
        var pairs = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            return (Name: Encode(Decode(name), keepsSlash: false), Value: Encode(Decode(value), keepsSlash: false));
        });
        return string.Join('&', pairs
            .OrderBy(static pair => pair.Name, StringComparer.Ordinal).ThenBy(static pair => pair.Value, StringComparer.Ordinal)
            .Select(static pair => $"{pair.Name}={pair.Value}"));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Encode(string text, bool keepsSlash)
    {
        var encoded = new StringBuilder(text.Length + 8);
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            var letter = (char)part;
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~' || (keepsSlash && letter == '/'))
            {
                encoded.Append(letter);
            }
            else
            {
                encoded.Append('%').Append(part.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    private static string OneSpace(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static void Replace(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
