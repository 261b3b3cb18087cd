using System.Collections;

namespace Pharos.Foundation.Logging;

/// <summary>
/// What <see cref="LogExtensions"/> hands to an <c>ILogger</c> as its state: a fixed message, the place that logged, and named values.
/// To loggers that know nothing of Pharos it is the usual list of pairs, with the message as the original format.
/// </summary>
public sealed class LogEntry : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly LogField[] _fields;

    internal LogEntry(string message, LogField[] fields, string file, int line)
    {
        Message = message;
        File = file;
        Line = line;
        _fields = fields;
    }

    public string Message { get; }

    /// <summary>The source file without its folder.</summary>
    public string File { get; }

    public int Line { get; }

    public ReadOnlySpan<LogField> Fields => _fields;

    public int Count => _fields.Length + 1;

    public KeyValuePair<string, object?> this[int index] => index == _fields.Length
        ? new KeyValuePair<string, object?>("{OriginalFormat}", Message)
        : new KeyValuePair<string, object?>(_fields[index].Key, _fields[index].Value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <summary>The same entry with these fields before its own.</summary>
    internal LogEntry With(LogField[] first) => new(Message, [.. first, .. _fields], File, Line);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => Message;
}
