namespace Pharos.PromQL.RangeFunctions;

/// <summary>What a function says about how much a series changed within a window.</summary>
internal enum ChangeKind
{
    /// <summary>The difference between the ends.</summary>
    Delta,

    /// <summary>As far as a counter went up, resets left out.</summary>
    Increase,

    /// <summary>The increase per second.</summary>
    Rate,
}
