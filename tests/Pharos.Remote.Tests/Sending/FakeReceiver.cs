using System.Collections.Concurrent;
using Pharos.Remote.Sending;
using Pharos.Remote.Tests.Messages;

namespace Pharos.Remote.Tests.Sending;

/// <summary>A receiver in memory: keeps what it accepts, in the order in which it got it.</summary>
internal sealed class FakeReceiver(bool isV2 = false) : IWriteClient
{
    /// <summary>What to say to a request and its attempt.</summary>
    public Func<DecodedRequest, int, WriteResult> Answer { get; set; } = static (request, _) => Accepted(request);

    /// <summary>Waited for before anything is said.</summary>
    public Func<CancellationToken, Task> Pause { get; set; } = static _ => Task.CompletedTask;

    /// <summary>All requests, with the attempt.</summary>
    public ConcurrentQueue<(DecodedRequest Request, int Attempt)> Seen { get; } = [];

    public ConcurrentQueue<DecodedEntry> Entries { get; } = [];

    public static WriteResult Accepted(DecodedRequest request) => new(WriteVerdict.Accepted, "", CountsOf(request), IsConfirmed: true, TimeSpan.Zero);

    public static WriteResult Recoverable(TimeSpan retryAfter = default) => new(WriteVerdict.Recoverable, "busy", default, IsConfirmed: false, retryAfter);

    public static WriteResult Refused() => new(WriteVerdict.Refused, "bad", default, IsConfirmed: false, TimeSpan.Zero);

    public static SampleCounts CountsOf(DecodedRequest request) => new(
        request.Entries.Count(static entry => entry.Kind == "sample"),
        request.Entries.Count(static entry => entry.Kind == "histogram"),
        request.Entries.Count(static entry => entry.Kind == "exemplar"));

    public async ValueTask<WriteResult> StoreAsync(ReadOnlyMemory<byte> body, int attempt, CancellationToken cancellation)
    {
        var request = DecodedRequest.OfBody(body.Span, isV2);
        Seen.Enqueue((request, attempt));
        await Pause(cancellation);
        var answer = Answer(request, attempt);
        if (answer.Verdict == WriteVerdict.Accepted)
        {
            request.Entries.ForEach(Entries.Enqueue);
        }

        return answer;
    }
}
