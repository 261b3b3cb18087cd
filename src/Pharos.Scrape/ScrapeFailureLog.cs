using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Scrape.Targets;

namespace Pharos.Scrape;

/// <summary>A file with a line of JSON for each scrape that failed. Safe for concurrent use.</summary>
internal sealed class ScrapeFailureLog : IDisposable
{
    private readonly Lock _lock = new();
    private FileStream _file;
    private readonly ILogger _log;
    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _isDisposed;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public ScrapeFailureLog(string path, ILogger log)
    {
        Path = path;
        _log = log;
        _file = Open(path);
    }

    public string Path { get; }

    /// <summary>Goes on in the file that has the name now. Throws <see cref="IOException"/>, and then goes on in the old one.</summary>
    public void Reopen()
    {
        lock (_lock)
        {
            var file = Open(Path);
            _file.Dispose();
            _file = file;
        }
    }

    public void Write(Target target, string error, DateTimeOffset time)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _line.Clear();
            using (var json = new Utf8JsonWriter(_line))
            {
                json.WriteStartObject();
                json.WriteString("time", time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
                json.WriteString("level", "ERROR");
                json.WriteString("msg", error);
                json.WriteString("job_name", target.Job);
                json.WriteString("target", target.Url);
                json.WriteEndObject();
            }

            _line.Write("\n"u8);
            try
            {
                _file.Write(_line.WrittenSpan);
                _file.Flush();
            }
            catch (IOException failed)
            {
                _log.Warn("Failed to write to the scrape failure log", [("file", Path), ("err", failed.Message)]);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _file.Dispose();
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
}
