using System.Net.Security;
using System.Security.Authentication;

namespace Pharos.Http.Tls;

/// <summary>One handshake to come.</summary>
internal sealed class TlsHandshake(SslClientAuthenticationOptions options, ServerCertificateCheck check)
{
    /// <summary>Takes the stream over; closes it when the handshake fails.</summary>
    /// <exception cref="AuthenticationException">One side does not like the other.</exception>
    public async ValueTask<SslStream> OverAsync(Stream stream, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(options, cancellationToken);
            return secure;
        }
        catch (AuthenticationException error) when (check.Complaint is not null)
        {
            await secure.DisposeAsync();
            throw new AuthenticationException($"TLS: {check.Complaint}", error);
        }
        catch (AuthenticationException error)
        {
            // The library's own message only says that there is an inner one.
            await secure.DisposeAsync();
            throw new AuthenticationException($"TLS: {error.GetBaseException().Message}", error);
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
