namespace Pharos.Instrumentation;

/// <summary>A collection that could not be made, because a collector or a function failed or two of them contradict each other.</summary>
public sealed class MetricCollectionException : Exception
{
    public MetricCollectionException(string source, string reason, Exception? cause = null)
        : base($"collecting {source}: {reason}", cause)
    {
    }
}
