using System.Buffers;
using System.Text.Unicode;

namespace Pharos.Model;

/// <summary>Which names of metrics and labels are allowed; the configuration's <c>metric_name_validation_scheme</c>.</summary>
public enum NameValidationScheme
{
    /// <summary>Any valid UTF-8 that is not empty.</summary>
    Utf8,

    /// <summary>ASCII letters, digits and underscores (and colons in metric names), not beginning with a digit.</summary>
    Legacy,
}

public static class NameValidation
{
    private static readonly SearchValues<byte> LabelNameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    private static readonly SearchValues<byte> MetricNameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:"u8);

    public static bool IsMetricName(ReadOnlySpan<byte> name, NameValidationScheme scheme) =>
        scheme == NameValidationScheme.Legacy ? IsLegacyMetricName(name) : IsUtf8Name(name);

    public static bool IsLabelName(ReadOnlySpan<byte> name, NameValidationScheme scheme) =>
        scheme == NameValidationScheme.Legacy ? IsLegacyLabelName(name) : IsUtf8Name(name);

    public static bool IsLegacyMetricName(ReadOnlySpan<byte> name) => IsMadeOf(name, MetricNameBytes);

    public static bool IsLegacyLabelName(ReadOnlySpan<byte> name) => IsMadeOf(name, LabelNameBytes);

    /// <summary>Whether metric name, label names and label values of the set are all valid.</summary>
    public static bool AreValid(LabelsView labels, NameValidationScheme scheme)
    {
        foreach (var label in labels)
        {
            var isMetricName = label.Name.SequenceEqual(LabelNames.MetricName);
            if ((isMetricName && !IsMetricName(label.Value, scheme)) || !IsLabelName(label.Name, scheme) || !Utf8.IsValid(label.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUtf8Name(ReadOnlySpan<byte> name) => !name.IsEmpty && Utf8.IsValid(name);

    private static bool IsMadeOf(ReadOnlySpan<byte> name, SearchValues<byte> allowed) =>
        !name.IsEmpty && name[0] is not (>= (byte)'0' and <= (byte)'9') && !name.ContainsAnyExcept(allowed);
}
