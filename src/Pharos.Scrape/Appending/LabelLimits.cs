using System.Text;
using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.Scrape.Options;

namespace Pharos.Scrape.Appending;

/// <summary>The limits of a job on the labels of a series, in the reference's words.</summary>
internal static class LabelLimits
{
    private const int Shown = 50;

    /// <summary>Null for a set within the limits.</summary>
    public static string? Complaint(LabelsBuilder labels, ScrapeLimits limits)
    {
        if (limits.Labels > 0 && labels.Count > limits.Labels)
        {
            return $"label_limit exceeded (metric: {Name(labels)}, number of labels: {labels.Count}, limit: {limits.Labels})";
        }

        if (limits.LabelNameLength == 0 && limits.LabelValueLength == 0)
        {
            return null;
        }

        for (var i = 0; i < labels.Count; i++)
        {
            var label = labels.At(i);
            if (limits.LabelNameLength > 0 && label.Name.Length > limits.LabelNameLength)
            {
                return $"label_name_length_limit exceeded (metric: {Name(labels)}, label name: {Cut(label.Name)}, length: {label.Name.Length}, limit: {limits.LabelNameLength})";
            }

            if (limits.LabelValueLength > 0 && label.Value.Length > limits.LabelValueLength)
            {
                return $"label_value_length_limit exceeded (metric: {Name(labels)}, label name: {Cut(label.Name)}, value: {GoQuote.Quote(Cut(label.Value))}, length: {label.Value.Length}, limit: {limits.LabelValueLength})";
            }
        }

        return null;
    }

    private static string Name(LabelsBuilder labels) => Cut(labels.Get(LabelNames.MetricName));

    private static string Cut(ReadOnlySpan<byte> text)
    {
        var decoded = Encoding.UTF8.GetString(text);
        return decoded.Length <= Shown ? decoded : decoded[..Shown];
    }
}
