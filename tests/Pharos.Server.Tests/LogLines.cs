using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pharos.Server.Tests;

/// <summary>Keeps what is logged, each line with its level and fields. Safe for concurrent use.</summary>
internal sealed class LogLines : ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs
            ? string.Concat(pairs.Where(static pair => pair.Key != "{OriginalFormat}").Select(static pair => $" {pair.Key}={pair.Value}"))
            : "";
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)}{fields}");
    }
}
