namespace Pharos.Foundation.Logging;

/// <summary>A named value of a log line. Values are formatted when the line is written, on the caller's thread.</summary>
public readonly record struct LogField(string Key, object? Value)
{
    public static implicit operator LogField((string Key, object? Value) pair) => new(pair.Key, pair.Value);
}
