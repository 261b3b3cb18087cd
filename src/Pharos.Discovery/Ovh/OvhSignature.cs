using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pharos.Http.Credentials;

namespace Pharos.Discovery.Ovh;

/// <summary>Signs requests as OVHcloud wants it, by the clock of its servers.</summary>
internal sealed class OvhSignature(OvhDiscoveryOptions options, TimeProvider time) : IRequestCredentials
{
    /// <summary>How far the server's clock is ahead of ours.</summary>
    public TimeSpan ClockDifference { get; set; }

    public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seconds = (time.GetUtcNow() + ClockDifference).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = string.Join('+', options.ApplicationSecret.Reveal(), options.ConsumerKey.Reveal(), request.Method.Method, request.RequestUri!.AbsoluteUri, "", seconds);
#pragma warning disable CA5350 // The API defines signatures by this hash.
        var hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        request.Headers.TryAddWithoutValidation("X-Ovh-Application", options.ApplicationKey);
        request.Headers.TryAddWithoutValidation("X-Ovh-Consumer", options.ConsumerKey.Reveal());
        request.Headers.TryAddWithoutValidation("X-Ovh-Timestamp", seconds);
        request.Headers.TryAddWithoutValidation("X-Ovh-Signature", "$1$" + hash);
        return ValueTask.CompletedTask;
    }
}
