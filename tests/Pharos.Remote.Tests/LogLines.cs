using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Remote.Tests;

/// <summary>Keeps the lines that are logged.</summary>
internal sealed class LogLines : ILogger
{
    public ConcurrentQueue<string> All { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Enqueue(state is LogEntry entry
            ? $"{logLevel} {entry.Message} {string.Join(' ', entry.Fields.ToArray().Select(static field => $"{field.Key}={field.Value}"))}"
            : $"{logLevel} {formatter(state, exception)}");
}
