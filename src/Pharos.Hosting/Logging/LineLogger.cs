using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Hosting.Logging;

internal sealed class LineLogger(LogLines lines, string component, string source, LogLevel minimumLevel) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimumLevel && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        if (state is LogEntry entry)
        {
            lines.Write(logLevel, entry.File, entry.Line, component, entry.Message, entry.Fields);
            return;
        }

        // Others' loggers: their text is the message, their category the source.
        var message = formatter(state, exception);
        var from = source.Length == 0 ? component : source;
        lines.Write(logLevel, from, 0, component, message, exception is null ? [] : [("err", exception)]);
    }
}
