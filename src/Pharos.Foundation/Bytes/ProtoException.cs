namespace Pharos.Foundation.Bytes;

/// <summary>Bytes that are not a protobuf message, or not the expected one, with the place.</summary>
public sealed class ProtoException : FormatException
{
    public ProtoException(string reason, int offset)
        : base($"offset {offset}: {reason}")
    {
        Reason = reason;
        Offset = offset;
    }

    /// <summary>What was expected and what was found.</summary>
    public string Reason { get; }

    /// <summary>Bytes before the place, in the buffer that the reader was given.</summary>
    public int Offset { get; }
}
