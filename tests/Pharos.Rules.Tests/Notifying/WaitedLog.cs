using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Pharos.Rules.Tests.Notifying;

/// <summary>Log lines, each with its fields, that tests wait for.</summary>
internal sealed class WaitedLog : ILogger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs
            ? string.Concat(pairs.Where(static pair => pair.Key != "{OriginalFormat}").Select(static pair => $" {pair.Key}={pair.Value}"))
            : "";
        _lines.Writer.TryWrite($"{logLevel}: {formatter(state, exception)}{fields}");
    }

    public async Task<string> NextAsync() =>
        await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System);

    /// <summary>Those that are there and were not waited for.</summary>
    public IReadOnlyList<string> Left()
    {
        var lines = new List<string>();
        while (_lines.Reader.TryRead(out var line))
        {
            lines.Add(line);
        }

        return lines;
    }
}
