using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pharos.Foundation.Bytes;

namespace Pharos.Hosting.Logging;

/// <summary><c>{"time":"...","level":"INFO","source":"file.cs:12","msg":"...","key":"value"}</c>; numbers and booleans stay what they are.</summary>
internal sealed class JsonLine : ILogEncoder
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The line goes to a log, not into a page: quotes and control characters are escaped, the rest is readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ByteBuffer _line;
    private readonly Utf8JsonWriter _json;

    public JsonLine(ByteBuffer line)
    {
        _line = line;
        _json = new Utf8JsonWriter(line, Options);
    }

    public void Begin(DateTimeOffset time, string level, string source, string message)
    {
        _json.WriteStartObject();
        _json.WriteString("time"u8, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        _json.WriteString("level"u8, level);
        _json.WriteString("source"u8, source);
        _json.WriteString("msg"u8, LogValue.Utf8(message));
    }

    public void Field(string key, object? value)
    {
        _json.WritePropertyName(LogValue.Utf8(key));
        switch (value)
        {
            case null: _json.WriteNullValue(); break;
            case bool flag: _json.WriteBooleanValue(flag); break;
            case int number: _json.WriteNumberValue(number); break;
            case long number: _json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): _json.WriteNumberValue(number); break;
            default: _json.WriteStringValue(LogValue.Utf8(LogValue.Text(value))); break;
        }
    }

    public void Dispose()
    {
        _json.WriteEndObject();
        _json.Dispose();
        _line.Append((byte)'\n');
    }
}
