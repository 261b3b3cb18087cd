using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Pharos.Foundation.Logging;

/// <summary>
/// The way Pharos logs: a constant message and named values, as in <c>log.Info("Listening on", [("address", address)])</c>. The compiler
/// writes the place of the call into the call, so that a line names its source without looking at the stack.
/// </summary>
public static class LogExtensions
{
    public static void Debug(
        this ILogger log, string message, ReadOnlySpan<LogField> fields = default,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Write(log, LogLevel.Debug, message, fields, file, line);

    public static void Info(
        this ILogger log, string message, ReadOnlySpan<LogField> fields = default,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Write(log, LogLevel.Information, message, fields, file, line);

    public static void Warn(
        this ILogger log, string message, ReadOnlySpan<LogField> fields = default,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Write(log, LogLevel.Warning, message, fields, file, line);

    public static void Error(
        this ILogger log, string message, ReadOnlySpan<LogField> fields = default,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Write(log, LogLevel.Error, message, fields, file, line);

    /// <summary>A log that puts these fields before those of every line.</summary>
    public static ILogger With(this ILogger log, params LogField[] fields) => new FieldLogger(log, fields);

    private static void Write(ILogger log, LogLevel level, string message, ReadOnlySpan<LogField> fields, string file, int line)
    {
        if (log.IsEnabled(level))
        {
            log.Log(level, default, new LogEntry(message, fields.ToArray(), Path.GetFileName(file), line), null, static (entry, _) => entry.Message);
        }
    }
}
