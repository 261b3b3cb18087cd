using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Tsdb.Tests;

/// <summary>What was logged, in its order. Safe for concurrent use.</summary>
internal sealed class LogLines : ILogger
{
    private readonly Lock _lock = new();
    private readonly List<(LogLevel Level, LogEntry Entry)> _entries = [];

    public IEnumerable<string> Messages => Entries().Select(static line => line.Entry.Message);

    /// <summary>Warnings and errors.</summary>
    public IEnumerable<string> Complaints => Entries().Where(static line => line.Level >= LogLevel.Warning).Select(static line => line.Entry.Message);

    public object? Field(int line, string key) => Entries()[line].Entry.First(pair => pair.Key == key).Value;

    /// <summary>A field of the only line with that message.</summary>
    public object? Field(string message, string key) =>
        Entries().Single(line => line.Entry.Message == message).Entry.First(pair => pair.Key == key).Value;

    /// <summary>A field of the first line with that message.</summary>
    public object? FirstField(string message, string key) =>
        Entries().First(line => line.Entry.Message == message).Entry.First(pair => pair.Key == key).Value;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
        {
            _entries.Add((logLevel, Assert.IsType<LogEntry>(state)));
        }
    }

    private List<(LogLevel Level, LogEntry Entry)> Entries()
    {
        lock (_lock)
        {
            return [.. _entries];
        }
    }
}
