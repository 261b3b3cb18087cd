namespace Pharos.PromQL.Syntax;

/// <summary>A duration expression has no usable value for the query's step and range.</summary>
public sealed class PromQLDurationException : Exception
{
    public PromQLDurationException()
    {
        Reason = "";
    }

    public PromQLDurationException(string reason)
        : base(reason)
    {
        Reason = reason;
    }

    public PromQLDurationException(string reason, Exception innerException)
        : base(reason, innerException)
    {
        Reason = reason;
    }

    /// <summary>The message has begin and end of the expression in front, in bytes: <c>4:10: division by zero</c>.</summary>
    public PromQLDurationException(string reason, TextSpan position)
        : base($"{position.Start}:{position.End}: {reason}")
    {
        Reason = reason;
        Position = position;
    }

    public string Reason { get; }

    public TextSpan Position { get; }
}
