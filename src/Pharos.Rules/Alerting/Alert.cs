using Pharos.Model;

namespace Pharos.Rules.Alerting;

/// <summary>One alert of a rule, as it is at a moment. Immutable.</summary>
public sealed record Alert
{
    public required Labels Labels { get; init; }

    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    public required AlertState State { get; init; }

    /// <summary>That of the last evaluation that gave it.</summary>
    public required double Value { get; init; }

    /// <summary>Since when the condition holds.</summary>
    public required DateTimeOffset ActiveAt { get; init; }

    /// <summary>Null while it has not fired.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>Null while it is active.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Null if it was never sent.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>Until when a receiver is to take it for firing if it hears no more of it.</summary>
    public DateTimeOffset ValidUntil { get; init; }

    /// <summary>Since when it fires though the condition no longer holds; null if it does hold.</summary>
    public DateTimeOffset? KeepFiringSince { get; init; }

    /// <summary>Whether receivers are to be told of it at this time.</summary>
    public bool NeedsSending(DateTimeOffset time, TimeSpan resendDelay)
    {
        if (State == AlertState.Pending)
        {
            return false;
        }

        return LastSentAt is not { } sent || ResolvedAt > sent || sent + resendDelay < time;
    }
}
