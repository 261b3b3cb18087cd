using Pharos.Configuration;

namespace Pharos.Hosting.WebConfiguration;

/// <summary>The section <c>rate_limit</c>: how many requests are answered.</summary>
public sealed class RateLimitOptions : IOptions
{
    /// <summary>The time that a request uses up; zero for no limit.</summary>
    public TimeSpan Interval { get; set; }

    /// <summary>How many may come at once after a pause.</summary>
    public long Burst { get; set; }

    public void Describe(Fields fields)
    {
        Burst = fields.Integer("burst", Burst);
        Interval = fields.Value("interval", GoTimeKind.Instance, Interval);
    }
}
