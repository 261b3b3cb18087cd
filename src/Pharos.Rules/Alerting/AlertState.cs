namespace Pharos.Rules.Alerting;

/// <summary>How far an alert has come. In the order in which the worst one of several counts.</summary>
public enum AlertState
{
    /// <summary>Of a rule that has not been evaluated yet.</summary>
    Unknown,

    /// <summary>The condition does not hold, or does no longer.</summary>
    Inactive,

    /// <summary>It holds, but not for long enough.</summary>
    Pending,

    Firing,
}

/// <summary>States by their names in the API and in series.</summary>
public static class AlertStates
{
    public static string Name(AlertState state) => state switch
    {
        AlertState.Inactive => "inactive",
        AlertState.Pending => "pending",
        AlertState.Firing => "firing",
        _ => "unknown",
    };
}
