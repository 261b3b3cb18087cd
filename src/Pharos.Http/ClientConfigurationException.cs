namespace Pharos.Http;

/// <summary>
/// Something that a client is configured to use cannot be used: a file that is not there, a key that is none, a proxy of an unknown kind. The
/// message names it and has no secret. Thrown when a client is made, and by requests when a file went bad since.
/// </summary>
public sealed class ClientConfigurationException(string message, Exception? cause = null) : HttpRequestException(message, cause);
