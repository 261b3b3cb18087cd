using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model;

namespace Pharos.Formats.Writing;

/// <summary>
/// Writes the part of a line before the value: name and labels. Labels are made into text once per metric and copied for every line of
/// it; a histogram has dozens.
/// </summary>
internal sealed class SeriesText
{
    private readonly ByteBuffer _name = new();
    private readonly ByteBuffer _labels = new();
    private bool _isLegacyName;

    public ReadOnlySpan<byte> Name => _name.Written;

    /// <summary>The name of the series to come, without suffixes.</summary>
    public void SetName(ReadOnlySpan<byte> name)
    {
        _name.Clear();
        _name.Append(name);
        _isLegacyName = NameValidation.IsLegacyMetricName(name);
    }

    public void SetLabels(LabelsView labels)
    {
        _labels.Clear();
        TextTokens.AppendLabels(_labels, labels);
    }

    /// <summary>Name, suffix and labels: <c>name_sum{a="x"}</c>, or <c>{"na.me_sum",a="x"}</c>.</summary>
    public void Append(ByteBuffer destination, ReadOnlySpan<byte> suffix)
    {
        var needsBraces = OpenBraces(destination, suffix);
        if (_labels.Length > 0)
        {
            Separate(destination, ref needsBraces);
            destination.Append(_labels.Written);
        }

        if (needsBraces)
        {
            destination.Append((byte)'}');
        }
    }

    /// <summary>The same with one more label, whose value is a number.</summary>
    public void Append(
        ByteBuffer destination, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> label, double value, bool isOpenMetrics)
    {
        var needsBraces = OpenBraces(destination, suffix);
        if (_labels.Length > 0)
        {
            Separate(destination, ref needsBraces);
            destination.Append(_labels.Written);
        }

        Separate(destination, ref needsBraces);
        destination.Append(label);
        destination.Append("=\""u8);
        AppendNumber(destination, value, isOpenMetrics);
        destination.Append("\"}"u8);
    }

    public static void AppendNumber(ByteBuffer destination, double value, bool isOpenMetrics)
    {
        // Minus zero is written like zero.
        value = value == 0 ? 0 : value;
        if (isOpenMetrics)
        {
            GoFloat.AppendOpenMetrics(destination, value);
        }
        else
        {
            GoFloat.Append(destination, value);
        }
    }

    /// <summary>Writes the name; a quoted one stands within the braces, which are then open.</summary>
    private bool OpenBraces(ByteBuffer destination, ReadOnlySpan<byte> suffix)
    {
        if (!_isLegacyName)
        {
            destination.Append((byte)'{');
        }

        TextTokens.AppendName(destination, _name.Written, suffix, _isLegacyName);
        return !_isLegacyName;
    }

    private static void Separate(ByteBuffer destination, ref bool isOpen)
    {
        destination.Append(isOpen ? (byte)',' : (byte)'{');
        isOpen = true;
    }
}
