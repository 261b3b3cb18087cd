namespace Pharos.Server.Api;

/// <summary>Kinds of errors that the API tells apart, with the HTTP status of each.</summary>
internal sealed record ApiErrorKind(string Name, int Status)
{
    public static ApiErrorKind BadData { get; } = new("bad_data", 400);

    public static ApiErrorKind Execution { get; } = new("execution", 422);

    public static ApiErrorKind Timeout { get; } = new("timeout", 503);

    public static ApiErrorKind Canceled { get; } = new("canceled", 499);

    public static ApiErrorKind Unavailable { get; } = new("unavailable", 500);

    public static ApiErrorKind Internal { get; } = new("internal", 500);
}

/// <summary>A request ends without data. The message is for the user.</summary>
internal sealed class ApiException : Exception
{
    public ApiException(ApiErrorKind kind, string message)
        : base(message)
    {
        Kind = kind;
    }

    public ApiErrorKind Kind { get; }

    public static ApiException InvalidParameter(string name, string reason) =>
        new(ApiErrorKind.BadData, $"invalid parameter \"{name}\": {reason}");
}
