namespace Pharos.PromQL;

/// <summary>Why a query had no result.</summary>
public enum QueryErrorKind
{
    /// <summary>The query itself is wrong, independently of the data.</summary>
    BadData,

    /// <summary>The evaluation met something it cannot go on with, or a limit on what it may hold.</summary>
    Execution,

    /// <summary>It took longer than it may.</summary>
    Timeout,

    /// <summary>Whoever asked went away, or the server stops.</summary>
    Canceled,
}

/// <summary>A query ended without a result. The message is for the user.</summary>
public sealed class QueryException : Exception
{
    public QueryException()
        : this(QueryErrorKind.Execution, "query failed")
    {
    }

    public QueryException(string message)
        : this(QueryErrorKind.Execution, message)
    {
    }

    public QueryException(string message, Exception innerException)
        : this(QueryErrorKind.Execution, message, innerException)
    {
    }

    public QueryException(QueryErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
    }

    public QueryErrorKind Kind { get; }
}
