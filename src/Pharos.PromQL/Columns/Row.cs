using System.Diagnostics;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.PromQL.Columns;

/// <summary>
/// One series over all steps of a grid: its labels and, for each step, a number, a histogram or nothing. A row belongs to who created it and
/// is handed down the operators to be filled and changed in place.
/// </summary>
/// <remarks>Histograms of a row may be shared between steps and rows: they are replaced, never changed.</remarks>
internal sealed class Row
{
    private readonly double[] _values;
    private FloatHistogram?[]? _histograms;
    private byte[] _labels = [];
    private int _labelsStart;
    private int _labelsLength;

    public Row(int steps)
    {
        _values = new double[steps];
        Array.Fill(_values, Slot.Absent);
    }

    public int Steps => _values.Length;

    /// <summary>Valid until the labels are changed or the row is filled again.</summary>
    public LabelsView Labels => new(_labels.AsSpan(_labelsStart, _labelsLength));

    /// <summary>A number per step, <see cref="Slot.Absent"/> where there is none.</summary>
    public Span<double> Values => _values;

    /// <summary>Whether some step may have a histogram. Most rows have none and most code can forget about them then.</summary>
    public bool HasHistograms { get; private set; }

    /// <summary>A histogram per step, null where there is none; empty if <see cref="HasHistograms"/> is false.</summary>
    public ReadOnlySpan<FloatHistogram?> Histograms => HasHistograms ? _histograms : default;

    /// <summary>With delayed removal of names: whether the name is dropped once the whole query is evaluated.</summary>
    public bool IsNameDropped { get; private set; }

    public bool IsEmpty => Slot.AreAllAbsent(_values) && !HasAnyHistogram();

    public bool HasSample(int step) => Slot.IsPresent(_values[step]) || HistogramAt(step) is not null;

    public FloatHistogram? HistogramAt(int step) => HasHistograms ? _histograms![step] : null;

    /// <summary>At how many steps there is a sample.</summary>
    public int CountSamples()
    {
        var count = Slot.CountPresent(_values);
        foreach (var histogram in Histograms)
        {
            count += histogram is null ? 0 : 1;
        }

        return count;
    }

    /// <summary>Forgets samples and labels.</summary>
    public void Clear()
    {
        ClearSamples();
        _labelsLength = 0;
        IsNameDropped = false;
    }

    /// <summary>Forgets the samples.</summary>
    public void ClearSamples()
    {
        Array.Fill(_values, Slot.Absent);
        DropHistograms();
    }

    /// <summary>Takes the sample of a step away.</summary>
    public void ClearAt(int step) => SetValue(step, Slot.Absent);

    /// <summary>Gives a step a histogram in place of what it had. The row keeps the object; the caller does not change it afterwards.</summary>
    public void SetHistogram(int step, FloatHistogram histogram)
    {
        _histograms ??= new FloatHistogram?[_values.Length];
        HasHistograms = true;
        _histograms[step] = histogram;
        _values[step] = Slot.Absent;
    }

    /// <summary>Takes the sample of a step from another row.</summary>
    public void CopySample(int step, Row other) => SetElement(step, other._values[step], other.HistogramAt(step));

    /// <summary>Gives a step a histogram, or the number if there is none, in place of what it had.</summary>
    public void SetElement(int step, double value, FloatHistogram? histogram)
    {
        if (histogram is null)
        {
            SetValue(step, value);
        }
        else
        {
            SetHistogram(step, histogram);
        }
    }

    /// <summary>Gives a step a number, or nothing if it is absent, in place of what it had.</summary>
    public void SetValue(int step, double value)
    {
        _values[step] = value;
        if (HasHistograms)
        {
            _histograms![step] = null;
        }
    }

    public void DropHistograms()
    {
        if (HasHistograms)
        {
            Array.Clear(_histograms!);
            HasHistograms = false;
        }
    }

    public void SetLabels(LabelsView labels)
    {
        var encoded = labels.Encoded;
        if (_labels.Length < encoded.Length)
        {
            _labels = new byte[encoded.Length + (encoded.Length / 2)];
        }

        // The labels given may be a part of those that are here.
        encoded.CopyTo(_labels);
        _labelsStart = 0;
        _labelsLength = encoded.Length;
    }

    /// <summary>Drops the metric's name, its type and its unit, at once or at the end of the query.</summary>
    public void DropName(bool isDelayed)
    {
        if (isDelayed)
        {
            IsNameDropped = true;
        }
        else
        {
            StripName();
        }
    }

    /// <summary>Takes back that the name is to be dropped at the end of the query.</summary>
    public void KeepName() => IsNameDropped = false;

    /// <summary>Drops the metric's name, its type and its unit now.</summary>
    public void StripName()
    {
        IsNameDropped = false;
        if (ReservedLabels.LengthOfLeading(Labels) is var leading && leading >= 0)
        {
            _labelsStart += leading;
            _labelsLength -= leading;
            return;
        }

        // Something that sorts before them is there, in capitals for instance.
        SetLabels(new LabelsBuilder(Labels)
            .Remove(LabelNames.MetricName).Remove(LabelNames.MetricType).Remove(LabelNames.MetricUnit).View());
    }

    /// <summary>Makes this row equal to another one of as many steps.</summary>
    public void CopyFrom(Row other)
    {
        Debug.Assert(other.Steps == Steps, "Rows of different grids.");
        CopySamplesFrom(other);
        SetLabels(other.Labels);
        IsNameDropped = other.IsNameDropped;
    }

    /// <summary>Takes the samples of another row of as many steps and keeps the labels.</summary>
    public void CopySamplesFrom(Row other)
    {
        other._values.CopyTo(_values, 0);
        DropHistograms();
        if (other.HasHistograms)
        {
            _histograms ??= new FloatHistogram?[_values.Length];
            other._histograms!.CopyTo(_histograms, 0);
            HasHistograms = true;
        }
    }

    private bool HasAnyHistogram() => HasHistograms && _histograms.AsSpan().ContainsAnyExcept((FloatHistogram?)null);
}
