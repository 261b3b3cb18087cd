namespace Pharos.Http.Credentials;

/// <summary>Puts on requests what proves who asks. Thread-safe.</summary>
public interface IRequestCredentials
{
    /// <summary>
    /// Called for each request that has no Authorization header yet, behind all other headers and once more for each redirect that stays with
    /// the host; never for one that leaves it.
    /// </summary>
    ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}
