using System.Text;
using Microsoft.Extensions.Logging;
using Pharos.Hosting.Logging;

namespace Pharos.Hosting.Tests.Logging;

/// <summary>A log into memory, at a fixed time.</summary>
internal sealed class LogTexts : IDisposable
{
    private readonly MemoryStream _output = new();

    public LogTexts(LogFormat format = LogFormat.Logfmt, LogLevel level = LogLevel.Information)
    {
        Factory = new LineLoggerFactory(
            new LogOptions { Format = format, MinimumLevel = level }, _output, FixedTime.At("2026-01-02T15:04:05.1234567Z"));
    }

    public LineLoggerFactory Factory { get; }

    public string Text => Encoding.UTF8.GetString(_output.ToArray());

    public void Dispose()
    {
        Factory.Dispose();
        _output.Dispose();
    }
}
