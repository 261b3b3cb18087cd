namespace Pharos.Remote.Sending;

internal enum WriteVerdict : byte
{
    Accepted,

    /// <summary>The same request may go through later.</summary>
    Recoverable,

    /// <summary>It never will.</summary>
    Refused,
}

/// <summary>What became of a request.</summary>
/// <param name="Verdict">Whether it was taken.</param>
/// <param name="Error">What is said of it in the log; empty if it was taken.</param>
/// <param name="Written">What the receiver says that it has written; nothing if it does not say.</param>
/// <param name="IsConfirmed">Whether it says something of that.</param>
/// <param name="RetryAfter">How long it wants to be left alone; zero if it does not say, less if that is over.</param>
internal readonly record struct WriteResult(WriteVerdict Verdict, string Error, SampleCounts Written, bool IsConfirmed, TimeSpan RetryAfter)
{
    public static WriteResult Failed(string error) => new(WriteVerdict.Recoverable, error, default, IsConfirmed: false, TimeSpan.Zero);
}
