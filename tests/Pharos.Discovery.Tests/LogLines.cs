using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pharos.Discovery.Tests;

/// <summary>Keeps what is logged, each line with its level and fields.</summary>
#pragma warning disable CA1001 // The semaphore has no handle unless one is asked for.
internal sealed class LogLines : ILogger
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _logged = new(0);

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Until there is a line with the text.</summary>
    public async Task UntilAsync(string text)
    {
        while (!Lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(await _logged.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), $"no line with: {text}");
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs
            ? string.Concat(pairs.Where(static pair => pair.Key != "{OriginalFormat}").Select(static pair => $" {pair.Key}={pair.Value}"))
            : "";
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)}{fields}");
        _logged.Release();
    }
}
