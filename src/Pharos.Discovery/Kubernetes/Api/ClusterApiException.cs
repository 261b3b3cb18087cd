using System.Net;

namespace Pharos.Discovery.Kubernetes.Api;

/// <summary>The API server refused, or said what cannot be understood. The message can be logged.</summary>
internal sealed class ClusterApiException(string message, HttpStatusCode status = default, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Zero if the server has given no status.</summary>
    public HttpStatusCode Status => status;

    /// <summary>The version that was asked for is no longer kept: the list has to be read again.</summary>
    public bool IsGone => status == HttpStatusCode.Gone;

    /// <summary>How long the server wants to be left alone, zero if it says nothing.</summary>
    public TimeSpan RetryAfter { get; init; }
}
