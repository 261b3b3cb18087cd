using Pharos.Model;

namespace Pharos.Remote.Receiving;

/// <summary>Whether labels that were sent can be a series'.</summary>
internal static class ReceivedLabels
{
    /// <summary>What is wrong with them, in the reference's words; null if nothing is.</summary>
    public static string? Complaint(LabelsBuilder labels)
    {
        if (labels.HasDuplicateNames())
        {
            return $"invalid labels for series, labels {labels}, duplicated label {Duplicate(labels)}";
        }

        var view = labels.View();
        return view.MetricName.IsEmpty || !NameValidation.AreValid(view, NameValidationScheme.Utf8) ? $"invalid metric name or labels, got {view.ToString()}" : null;
    }

    private static string Duplicate(LabelsBuilder labels)
    {
        for (var i = 1; i < labels.Count; i++)
        {
            if (labels.At(i).Name.SequenceEqual(labels.At(i - 1).Name))
            {
                return System.Text.Encoding.UTF8.GetString(labels.At(i).Name);
            }
        }

        return "";
    }
}
