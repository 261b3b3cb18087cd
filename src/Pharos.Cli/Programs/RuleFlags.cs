using Pharos.Cli.Flags;
using Pharos.Rules;

namespace Pharos.Cli.Programs;

/// <summary>The flags of rules.</summary>
internal sealed class RuleFlags
{
    private readonly ValueFlag<TimeSpan> _outageTolerance;
    private readonly ValueFlag<TimeSpan> _gracePeriod;
    private readonly ValueFlag<TimeSpan> _resendDelay;

    public RuleFlags(FlagSet set)
    {
        _outageTolerance = set.Add(new ValueFlag<TimeSpan>(
            "rules.alert.for-outage-tolerance", "How long the server may have been down for alerts to go on waiting where they were.", FlagType.Duration, "1h"));
        _gracePeriod = set.Add(new ValueFlag<TimeSpan>(
            "rules.alert.for-grace-period", "How long such alerts wait at least before they fire. Those that have to wait for less anyway begin anew.",
            FlagType.Duration, "10m"));
        _resendDelay = set.Add(new ValueFlag<TimeSpan>(
            "rules.alert.resend-delay", "How long to wait at least before an alert is sent to Alertmanagers again.", FlagType.Duration, "1m"));
    }

    public RuleSettings ToSettings() => new()
    {
        OutageTolerance = _outageTolerance.Value,
        GracePeriod = _gracePeriod.Value,
        ResendDelay = _resendDelay.Value,
    };
}
