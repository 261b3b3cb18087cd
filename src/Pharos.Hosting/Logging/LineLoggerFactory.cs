using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pharos.Hosting.Logging;

/// <summary>
/// Makes the loggers of a program. A logger is asked for by the name of a component, which becomes the <c>component</c> field of its
/// lines; the empty name leaves the field out.
/// </summary>
/// <remarks>
/// The frameworks below Pharos log through the same factory under their own categories, all of which start with <c>Microsoft.</c>. What
/// they say at the information level is of no use to an operator, so they are held to warnings unless everything is asked for.
/// </remarks>
public sealed class LineLoggerFactory : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, LineLogger> _loggers = new(StringComparer.Ordinal);
    private readonly LogOptions _options;
    private readonly LogLines _lines;

    /// <summary>The output gets each line in one write and is not disposed.</summary>
    public LineLoggerFactory(LogOptions options, Stream output, TimeProvider time)
    {
        _options = options;
        _lines = new LogLines(options.Format, output, time);
    }

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, static (name, factory) => factory.New(name), this);

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("The log has one form; further providers are not used.");

    public void Dispose()
    {
        // Lines are written at once; nothing is held back.
    }

    private LineLogger New(string category)
    {
        if (!category.StartsWith("Microsoft.", StringComparison.Ordinal))
        {
            return new LineLogger(_lines, category, source: "", _options.MinimumLevel);
        }

        var level = _options.MinimumLevel <= LogLevel.Debug ? _options.MinimumLevel : (LogLevel)Math.Max((int)_options.MinimumLevel, (int)LogLevel.Warning);
        return new LineLogger(_lines, component: "", category, level);
    }
}
