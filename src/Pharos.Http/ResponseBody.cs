using Pharos.Configuration;

namespace Pharos.Http;

/// <summary>Reads bodies of servers that may be hostile.</summary>
public static class ResponseBody
{
    /// <summary>The whole body. The response is still the caller's to dispose.</summary>
    /// <param name="limitBytes">Behind decompression, where the client does that.</param>
    /// <exception cref="HttpRequestException">There is more than the limit, or the connection broke.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int limitBytes, CancellationToken cancellationToken)
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > limitBytes)
        {
            throw TooLarge(response, limitBytes);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[Math.Min(announced + 1 ?? 16 << 10, (long)limitBytes + 1)];
        var length = 0;
        while (true)
        {
            if (length == bytes.Length)
            {
                if (length > limitBytes)
                {
                    throw TooLarge(response, limitBytes);
                }

                Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, (long)limitBytes + 1));
            }

            int read;
            try
            {
                read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken);
            }
            catch (Exception error) when (error is IOException or InvalidDataException)
            {
                throw new HttpRequestException($"{Name(response)}: the body breaks off: {error.Message}", error);
            }

            if (read == 0)
            {
                return bytes.AsSpan(0, length).ToArray();
            }

            length += read;
        }
    }

    private static HttpRequestException TooLarge(HttpResponseMessage response, int limitBytes) =>
        new(HttpRequestError.ConfigurationLimitExceeded, $"{Name(response)}: the body has more than {limitBytes} bytes");

    private static string Name(HttpResponseMessage response) => response.RequestMessage is { RequestUri: { } url } request
        ? $"{request.Method} {UrlText.WithoutPassword(url.OriginalString)}"
        : "response";
}
