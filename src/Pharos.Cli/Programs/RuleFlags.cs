using Pharos.Cli.Flags;
using Pharos.Rules;
using Pharos.Rules.Notifying;

namespace Pharos.Cli.Programs;

/// <summary>The flags of rules.</summary>
internal sealed class RuleFlags
{
    private readonly ValueFlag<TimeSpan> _outageTolerance;
    private readonly ValueFlag<TimeSpan> _gracePeriod;
    private readonly ValueFlag<TimeSpan> _resendDelay;
    private readonly ValueFlag<int> _queueCapacity;
    private readonly ValueFlag<int> _batchSize;
    private readonly SwitchFlag _drains;

    public RuleFlags(FlagSet set)
    {
        _outageTolerance = set.Add(new ValueFlag<TimeSpan>(
            "rules.alert.for-outage-tolerance", "How long the server may have been down for alerts to go on waiting where they were.", FlagType.Duration, "1h"));
        _gracePeriod = set.Add(new ValueFlag<TimeSpan>(
            "rules.alert.for-grace-period", "How long such alerts wait at least before they fire. Those that have to wait for less anyway begin anew.",
            FlagType.Duration, "10m"));
        _resendDelay = set.Add(new ValueFlag<TimeSpan>(
            "rules.alert.resend-delay", "How long to wait at least before an alert is sent to Alertmanagers again.", FlagType.Duration, "1m"));
        _queueCapacity = set.Add(new ValueFlag<int>(
            "alertmanager.notification-queue-capacity", "How many alerts may wait for an Alertmanager; the oldest make room.", FlagType.Integer(minimum: 1), "10000"));
        _batchSize = set.Add(new ValueFlag<int>(
            "alertmanager.notification-batch-size", "How many alerts are sent in one request at most.", FlagType.Integer(minimum: 1), "256"));
        _drains = set.Add(new SwitchFlag("alertmanager.drain-notification-queue-on-shutdown", "Send alerts that wait before the server stops.") { Value = true });
    }

    public RuleSettings ToSettings() => new()
    {
        OutageTolerance = _outageTolerance.Value,
        GracePeriod = _gracePeriod.Value,
        ResendDelay = _resendDelay.Value,
    };

    public NotifierOptions ToNotifierOptions() => new()
    {
        QueueCapacity = _queueCapacity.Value,
        MaxBatchSize = _batchSize.Value,
        DrainsOnShutdown = _drains.Value,
    };
}
