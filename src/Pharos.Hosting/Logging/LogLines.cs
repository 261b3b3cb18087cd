using Microsoft.Extensions.Logging;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Logging;

namespace Pharos.Hosting.Logging;

/// <summary>
/// Writes log lines, one write to the output for each. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A line is on its way before the call returns, so none is lost when the process ends, and the lock keeps lines whole. Where the output
/// blocks, the caller waits: nothing queues up in memory. Values and messages are cut at <see cref="MaxTextBytes"/>.
/// </remarks>
internal sealed class LogLines(LogFormat format, Stream output, TimeProvider time)
{
    /// <summary>Enough for any message of ours; what is longer comes from outside and would flood the log.</summary>
    internal const int MaxTextBytes = 16 * 1024;

    private const int MaxKeptBuffer = 64 * 1024;

    private readonly Lock _lock = new();
    private ByteBuffer _buffer = new(1024);

    public void Write(LogLevel level, string file, int line, string component, string message, ReadOnlySpan<LogField> fields)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _buffer.Clear();
            using (ILogEncoder encoder = format == LogFormat.Json ? new JsonLine(_buffer) : new LogfmtLine(_buffer))
            {
                encoder.Begin(now, LevelName(level), line > 0 ? $"{file}:{line}" : file, message);
                if (component.Length > 0)
                {
                    encoder.Field("component", component);
                }

                foreach (var (key, value) in fields)
                {
                    encoder.Field(Key(key), value);
                }
            }

            try
            {
                output.Write(_buffer.Written);
                output.Flush();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The log's reader has gone away, or never was there. There is nowhere left to say so, and the program goes on.
            }

            if (_buffer.Length > MaxKeptBuffer)
            {
                _buffer = new ByteBuffer(1024);
            }
        }
    }

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        _ => "ERROR",
    };

    /// <summary>A field may not take the name of one that every line has: a JSON object must not have a key twice.</summary>
    private static string Key(string key) => key is "time" or "level" or "source" or "msg" ? "logged_" + key : key;
}
