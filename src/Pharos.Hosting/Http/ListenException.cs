namespace Pharos.Hosting.Http;

/// <summary>An address could not be listened on. The message is whole: it names the address and the reason.</summary>
public sealed class ListenException(string message, Exception? inner = null) : Exception(message, inner);
