namespace Pharos.Instrumentation;

/// <summary>A metric that cannot be registered: a mistake in the program, found when it starts.</summary>
public sealed class MetricRegistrationException : Exception
{
    public MetricRegistrationException(string metric, string reason)
        : base($"metric \"{metric}\": {reason}")
    {
        Metric = metric;
    }

    public string Metric { get; }
}
