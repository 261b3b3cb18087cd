using Pharos.Formats;
using Pharos.Model;

namespace Pharos.Fuzz.Targets;

/// <summary>Reads expositions to their end, all there is of each entry, and notes it.</summary>
internal sealed class ExpositionReading
{
    private readonly LabelsBuilder _labels = new();
    private readonly LabelsBuilder _exemplarLabels = new();

    /// <summary>True at the end of the exposition, false where it is broken.</summary>
    public bool Read<TReader>(ref TReader reader, ReadOnlySpan<byte> input, FuzzOutcome outcome)
        where TReader : IExpositionReader, allows ref struct
    {
        try
        {
            while (reader.Read())
            {
                Entry(ref reader, outcome);
            }

            BrokenInvariantException.Require(!reader.Read(), "the end is not the end");
            return true;
        }
        catch (ExpositionException error)
        {
            CheckPlace(error, input);
            outcome.Error(error);
            return false;
        }
    }

    public void Entry<TReader>(ref TReader reader, FuzzOutcome outcome)
        where TReader : IExpositionReader, allows ref struct
    {
        outcome.Result((long)reader.Entry);
        switch (reader.Entry)
        {
            case ExpositionEntry.Type:
                outcome.Result(reader.FamilyName);
                outcome.Result((long)reader.Type);
                outcome.Feature(1, (ulong)reader.Type);
                break;
            case ExpositionEntry.Help or ExpositionEntry.Unit:
                outcome.Result(reader.FamilyName);
                outcome.Result(reader.Text);
                outcome.Feature(2, (ulong)reader.Entry);
                break;
            case ExpositionEntry.Comment:
                outcome.Result(reader.Text);
                outcome.Feature(3);
                break;
            case ExpositionEntry.Series:
                Series(ref reader, outcome);
                break;
            case ExpositionEntry.Histogram:
                Series(ref reader, outcome);
                HistogramDigest.Note(reader.Histogram, reader.FloatHistogram, outcome);
                break;
            default:
                throw new BrokenInvariantException($"an entry of the kind {reader.Entry}");
        }
    }

    public void Series<TReader>(ref TReader reader, FuzzOutcome outcome)
        where TReader : IExpositionReader, allows ref struct
    {
        outcome.Result(reader.Series);
        outcome.Result(reader.Value);
        outcome.Result(reader.HasTimestamp ? reader.TimestampMs : long.MinValue);
        reader.ReadLabels(_labels);
        CheckOrder(_labels.View(), mayBeEmpty: false);
        Labels(_labels, outcome);
        outcome.Result(reader.ReadStartTimestamp());
        var exemplars = 0UL;
        while (reader.ReadExemplar(_exemplarLabels, out var exemplar))
        {
            exemplars++;
            CheckOrder(_exemplarLabels.View(), mayBeEmpty: true);
            Labels(_exemplarLabels, outcome);
            outcome.Result(exemplar.Value);
            outcome.Result(exemplar.HasTimestamp ? exemplar.TimestampMs : long.MinValue);
        }

        var shape = (ulong)Math.Min(_labels.Count, 5) << 8 | Math.Min(exemplars, 3) << 4 | (reader.HasTimestamp ? 1UL : 0) | (_labels.HasDuplicateNames() ? 2UL : 0);
        outcome.Feature(4, shape << 8 | (ulong)reader.Entry << 4 | (ulong)reader.Type);
    }

    /// <summary>With a name twice it is no label set, and which of the two comes first means nothing.</summary>
    private static void Labels(LabelsBuilder labels, FuzzOutcome outcome)
    {
        outcome.Result(labels.Count);
        if (!labels.HasDuplicateNames())
        {
            outcome.Result(labels.View().Encoded);
        }
    }

    /// <param name="mayBeEmpty">Exemplars keep empty labels; a label set has none.</param>
    private static void CheckOrder(LabelsView labels, bool mayBeEmpty)
    {
        ReadOnlySpan<byte> last = default;
        foreach (var label in labels)
        {
            BrokenInvariantException.Require(last.SequenceCompareTo(label.Name) <= 0, "labels are not in order");
            BrokenInvariantException.Require(mayBeEmpty || !label.Value.IsEmpty, "a label without a value");
            last = label.Name;
        }
    }

    private static void CheckPlace(ExpositionException error, ReadOnlySpan<byte> input)
    {
        BrokenInvariantException.Require(error.Offset >= 0 && error.Offset <= input.Length, $"the error is at {error.Offset}, outside the input");
        BrokenInvariantException.Require(
            error.Line == 0 || error.Line == input[..(int)error.Offset].Count((byte)'\n') + 1, $"the error is not in line {error.Line}");
        BrokenInvariantException.Require(error.Line == 0 || error.Column > 0, $"the error is in column {error.Column}");
    }
}
