using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Model;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>All histograms of an input, native ones and classic ones put together of their buckets.</summary>
internal sealed class HistogramTable
{
    private static readonly LabelSubset WithoutBound = LabelSubset.AllBut([LabelNames.Bucket.ToArray()]);

    private readonly QueryRun _run;
    private readonly HistogramEstimate _estimate;
    private readonly TextSpan _position;
    private readonly LabelsIndex _index = new();
    private readonly List<ClassicGroup> _classic = [];
    private readonly List<NativeEstimates> _native = [];
    private readonly ByteBuffer _key = new();

    /// <param name="position">The argument that gives the histograms.</param>
    public HistogramTable(QueryRun run, HistogramEstimate estimate, TextSpan position)
    {
        _run = run;
        _estimate = estimate;
        _position = position;
    }

    public IReadOnlyList<ClassicGroup> Classic => _classic;

    public IReadOnlyList<NativeEstimates> Native => _native;

    /// <summary>Reads all series.</summary>
    /// <param name="row">As long as the input's grid; its content is lost.</param>
    public void Read(VectorOperator input, Row row)
    {
        while (input.Next(row))
        {
            if (!Slot.AreAllAbsent(row.Values))
            {
                AddBucket(row);
            }

            if (row.HasHistograms)
            {
                AddNative(row);
            }
        }

        foreach (var native in _native)
        {
            Separate(native);
        }
    }

    /// <summary>The metric's name for annotations, which do not have it unless names are dropped late.</summary>
    public ReadOnlySpan<byte> NameFor(LabelsView labels) => _run.DelaysNames ? labels.MetricName : default;

    private void AddBucket(Row row)
    {
        var bound = row.Labels[LabelNames.Bucket];
        if (!GoFloatLiteral.TryParse(bound, out var upperBound))
        {
            _run.Annotations.Add(Annotations.BadBucketLabel(NameFor(row.Labels), bound, _position));
            return;
        }

        _run.Budget.Take(row.Steps);
        var key = WithoutBound.Choose(row.Labels, _key);
        if (_index.Add(key, out var number))
        {
            _classic.Add(new ClassicGroup(key.ToLabels()));
        }

        _classic[number].Add(upperBound, row);
    }

    private void AddNative(Row row)
    {
        var native = new NativeEstimates(_estimate, row);
        if (!Slot.AreAllAbsent(native[0]))
        {
            _run.Budget.Take((long)row.Steps * _estimate.Count);
            _native.Add(native);
        }
    }

    /// <summary>Where a metric has both kinds of histograms, it is not known which one is meant, and neither is taken.</summary>
    private void Separate(NativeEstimates native)
    {
        if (!_index.TryFind(native.Labels.View, out var number))
        {
            return;
        }

        var isMixed = false;
        var steps = native[0].Length;
        for (var step = 0; step < steps; step++)
        {
            if (native.HasSample(step) && _classic[number].HasSample(step))
            {
                isMixed = true;
                native.ClearAt(step);
                _classic[number].ClearAt(step);
            }
        }

        if (isMixed)
        {
            _run.Annotations.Add(Annotations.MixedClassicAndNativeHistograms(NameFor(native.Labels.View), _position));
        }
    }
}
