namespace Pharos.PromQL.Syntax;

/// <summary>One thing that is wrong with a query.</summary>
/// <param name="Span">Where.</param>
/// <param name="Location">Line and column of its beginning as in the message: <c>1:5</c>; the column counts bytes.</param>
/// <param name="Reason">What, without the place.</param>
public sealed record SyntaxProblem(TextSpan Span, string Location, string Reason)
{
    public override string ToString() => $"{Location}: parse error: {Reason}";
}

/// <summary>A query that is not valid. The message is the first problem's: <c>1:5: parse error: …</c>.</summary>
public sealed class PromQLSyntaxException : Exception
{
    public PromQLSyntaxException()
    {
        Problems = [];
    }

    public PromQLSyntaxException(string message)
        : base(message)
    {
        Problems = [];
    }

    public PromQLSyntaxException(string message, Exception innerException)
        : base(message, innerException)
    {
        Problems = [];
    }

    public PromQLSyntaxException(IReadOnlyList<SyntaxProblem> problems)
        : base(problems[0].ToString())
    {
        Problems = problems;
    }

    /// <summary>All that was found, in the order in which it was found; at most a hundred.</summary>
    public IReadOnlyList<SyntaxProblem> Problems { get; }

    /// <summary>Where the first problem is.</summary>
    public TextSpan Position => Problems.Count > 0 ? Problems[0].Span : default;
}
