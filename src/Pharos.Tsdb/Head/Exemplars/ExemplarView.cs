using System.Buffers;
using System.Text;
using Pharos.Model;

namespace Pharos.Tsdb.Head.Exemplars;

/// <summary>An exemplar on its way into the head; its labels are somebody else's.</summary>
/// <param name="hasOwnTime">Whether the exposition had a time for it; if not, the time is that of its sample.</param>
internal readonly ref struct ExemplarView(LabelsView labels, double value, long timestampMs, bool hasOwnTime)
{
    public LabelsView Labels { get; } = labels;

    public double Value { get; } = value;

    public long TimestampMs { get; } = timestampMs;

    public bool HasOwnTime { get; } = hasOwnTime;

    /// <summary>Whether names and values of the labels together have no more characters than OpenMetrics allows.</summary>
    public bool HasShortLabels()
    {
        var left = Exemplar.MaxLabelCharacters;
        foreach (var label in Labels)
        {
            if (!Take(label.Name, ref left) || !Take(label.Value, ref left))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Counts a text off the characters that are left. Stops where they end, so the length of what strangers send does not matter.</summary>
    private static bool Take(ReadOnlySpan<byte> text, ref int left)
    {
        while (!text.IsEmpty)
        {
            if (left-- == 0)
            {
                return false;
            }

            text = Rune.DecodeFromUtf8(text, out _, out var bytes) == OperationStatus.Done ? text[bytes..] : text[1..];
        }

        return true;
    }
}
