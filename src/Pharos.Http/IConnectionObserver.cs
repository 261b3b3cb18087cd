namespace Pharos.Http;

/// <summary>Is told of a client's connections as they come and go. Safe for concurrent use.</summary>
public interface IConnectionObserver
{
    void Attempted();

    void Established();

    void Failed(ConnectionFailure reason);

    /// <summary>One that was established is gone.</summary>
    void Closed();
}

/// <summary>Why there is no connection.</summary>
public enum ConnectionFailure : byte
{
    Unknown,

    /// <summary>The name of the host has no address.</summary>
    Resolution,
    Refused,
    Timeout,
}
