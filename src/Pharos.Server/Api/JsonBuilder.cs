using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model;

namespace Pharos.Server.Api;

/// <summary>Writes objects and lists into a buffer and puts the commas between their parts. What it writes it escapes as the reference does.</summary>
internal sealed class JsonBuilder(ByteBuffer json)
{
    private bool _needsComma;

    public JsonBuilder BeginObject() => Begin((byte)'{');

    public JsonBuilder EndObject() => End((byte)'}');

    public JsonBuilder BeginList() => Begin((byte)'[');

    public JsonBuilder EndList() => End((byte)']');

    /// <summary>The name of what is written next.</summary>
    public JsonBuilder Name(string name)
    {
        Separate();
        JsonBytes.AppendText(json, name);
        json.Append((byte)':');
        _needsComma = false;
        return this;
    }

    public JsonBuilder Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public JsonBuilder Text(ReadOnlySpan<byte> text)
    {
        Separate();
        JsonBytes.AppendText(json, text);
        return this;
    }

    public JsonBuilder Number(long number)
    {
        Separate();
        json.Append(number.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A number as it is, without quotes.</summary>
    public JsonBuilder Number(double number)
    {
        Separate();
        json.Advance(GoFloat.FormatJson(json.GetSpan(GoFloat.MaxLength), number));
        return this;
    }

    /// <summary>The value of a sample: a number as a text.</summary>
    public JsonBuilder Value(double value)
    {
        Separate();
        JsonBytes.AppendNumber(json, value);
        return this;
    }

    /// <summary>The time of a sample: seconds, with three digits behind the point if it is not a whole one.</summary>
    public JsonBuilder Timestamp(long timestampMs)
    {
        Separate();
        JsonBytes.AppendTime(json, timestampMs);
        return this;
    }

    public JsonBuilder Bool(bool value) => AsIs(value ? "true"u8 : "false"u8);

    public JsonBuilder Null() => AsIs("null"u8);

    public JsonBuilder Labels(Labels labels)
    {
        Separate();
        JsonBytes.AppendLabels(json, labels.View);
        return this;
    }

    /// <summary>A time with as many digits as it needs; null for the reference's time before all times.</summary>
    public JsonBuilder Time(DateTimeOffset? time) =>
        Text(time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) : "0001-01-01T00:00:00Z");

    /// <summary>Something that is JSON already.</summary>
    public JsonBuilder AsIs(ReadOnlySpan<byte> value)
    {
        Separate();
        json.Append(value);
        return this;
    }

    private JsonBuilder Begin(byte bracket)
    {
        Separate();
        json.Append(bracket);
        _needsComma = false;
        return this;
    }

    private JsonBuilder End(byte bracket)
    {
        json.Append(bracket);
        _needsComma = true;
        return this;
    }

    private void Separate()
    {
        if (_needsComma)
        {
            json.Append((byte)',');
        }

        _needsComma = true;
    }
}
