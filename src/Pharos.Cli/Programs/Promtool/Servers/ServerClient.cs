using System.Net;
using Pharos.Http;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>Asks a server. A command makes one and disposes it.</summary>
internal sealed class ServerClient(Uri address, ConfiguredClient client, IEnumerable<KeyValuePair<string, string>> headers) : IDisposable
{
    private const int MostBytes = 1 << 30;

    /// <summary>Without credentials, without a slash at the end.</summary>
    private readonly string _base = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>The URL of a path at the server.</summary>
    public string Url(string path) => _base + path;

    public ServerAnswer Get(string path, TimeSpan patience) => Send(new HttpRequestMessage(HttpMethod.Get, Url(path)), patience);

    /// <summary>The request is disposed.</summary>
    /// <exception cref="PromtoolException">There is no answer.</exception>
    public ServerAnswer Send(HttpRequestMessage request, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        using (request)
        {
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            try
            {
                return SendAsync(request, limit.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                throw new PromtoolException($"{request.Method} \"{request.RequestUri}\": no answer within {patience.TotalSeconds} seconds");
            }
            catch (HttpRequestException error)
            {
                throw new PromtoolException($"{request.Method} \"{request.RequestUri}\": {error.Message}");
            }
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<ServerAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var response = await client.SendAsync(request, cancel).ConfigureAwait(false);
        return new ServerAnswer(response.StatusCode, await ResponseBody.ReadAsync(response, MostBytes, cancel).ConfigureAwait(false));
    }
}

internal readonly record struct ServerAnswer(HttpStatusCode Status, byte[] Body);
