using Microsoft.Extensions.Logging;

namespace Pharos.Hosting.Logging;

public enum LogFormat
{
    Logfmt,
    Json,
}

/// <summary>What is logged and in which form.</summary>
public sealed record LogOptions
{
    public LogLevel MinimumLevel { get; init; } = LogLevel.Information;

    public LogFormat Format { get; init; } = LogFormat.Logfmt;
}
