using Microsoft.Extensions.Logging;

namespace Pharos.Foundation.Logging;

/// <summary>Puts the same fields before those of every line.</summary>
internal sealed class FieldLogger(ILogger inner, LogField[] fields) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is LogEntry entry)
        {
            inner.Log(logLevel, eventId, entry.With(fields), exception, static (all, _) => all.Message);
        }
        else
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
