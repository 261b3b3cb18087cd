using Pharos.Model;
using Pharos.Rules.Alerting;

namespace Pharos.Rules.Notifying;

/// <summary>An alert as Alertmanagers are told of it. Immutable.</summary>
/// <param name="EndsAt">When it was over, or until when it is to be taken for firing.</param>
/// <param name="GeneratorUrl">Where people see what its rule asks.</param>
internal sealed record Notification(
    Labels Labels, IReadOnlyDictionary<string, string> Annotations, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string GeneratorUrl)
{
    public static Notification Of(Alert alert, string generatorUrl) =>
        new(alert.Labels, alert.Annotations, alert.FiredAt ?? alert.ActiveAt, alert.ResolvedAt ?? alert.ValidUntil, generatorUrl);
}
