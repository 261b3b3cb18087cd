namespace Pharos.Storage;

/// <summary>Stored bytes that cannot be what was once written: where they are, and what is wrong with them.</summary>
public sealed class CorruptionException : IOException
{
    public CorruptionException(string reason, long? offset = null, string? path = null, Exception? cause = null)
        : base(Describe(reason, offset, path), cause)
    {
        Reason = reason;
        Offset = offset;
        Path = path;
    }

    /// <summary>What was expected and what was found.</summary>
    public string Reason { get; }

    /// <summary>Where in the file, or in the bytes given if <see cref="Path"/> is null; null if unknown.</summary>
    public long? Offset { get; }

    public string? Path { get; }

    /// <summary>The same finding with the file it was made in, for those who decode bytes and do not know where they come from.</summary>
    public CorruptionException In(string path, long baseOffset = 0) => new(Reason, baseOffset + (Offset ?? 0), path, this);

    private static string Describe(string reason, long? offset, string? path) => (path, offset) switch
    {
        (null, null) => reason,
        (null, _) => $"{reason} at offset {offset}",
        (_, null) => $"{path}: {reason}",
        _ => $"{path}: {reason} at offset {offset}",
    };
}
