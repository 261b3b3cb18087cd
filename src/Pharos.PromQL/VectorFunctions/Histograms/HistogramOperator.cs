using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>
/// Estimates from histograms, native and classic. It reads its input to the end, because the buckets of a classic histogram are series of
/// their own, and then estimates all steps of one histogram after the other.
/// </summary>
internal sealed class HistogramOperator : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly HistogramEstimate _estimate;
    private readonly HistogramTable _table;
    private readonly TextSpan _position;
    private readonly byte[] _label;
    private readonly Func<IReadOnlyList<HistogramVariant>> _variantsOf;
    private readonly LabelsBuilder _builder = new();
    private IReadOnlyList<HistogramVariant>? _variants;
    private CumulativeBucket[] _buckets = [];
    private int _variant;
    private int _next;

    /// <param name="label">The name of the label that tells variants from each other; empty if there is one only.</param>
    /// <param name="variants">Called when scalars can be evaluated.</param>
    /// <param name="position">The argument that gives the histograms.</param>
    public HistogramOperator(
        QueryRun run,
        VectorOperator input,
        HistogramEstimate estimate,
        ReadOnlyMemory<byte> label,
        Func<IReadOnlyList<HistogramVariant>> variants,
        TextSpan position)
        : base(run, input.Grid)
    {
        _input = input;
        _estimate = estimate;
        _table = new HistogramTable(run, estimate, position);
        _position = position;
        _label = label.ToArray();
        _variantsOf = variants;
    }

    public override bool HasOneName => _input.HasOneName && _label.Length == 0;

    protected override bool Advance(Row row)
    {
        if (_variants is null)
        {
            _variants = _variantsOf();
            _estimate.Check();
            _table.Read(_input, row);
        }

        if (_next == _table.Native.Count + _table.Classic.Count)
        {
            _next = 0;
            _variant++;
        }

        if (_variant >= _variants.Count || _table.Native.Count + _table.Classic.Count == 0)
        {
            return false;
        }

        var variant = _variants[_variant];
        row.Clear();
        if (_next < _table.Native.Count)
        {
            Take(_table.Native[_next], variant, row);
        }
        else
        {
            Take(_table.Classic[_next - _table.Native.Count], variant, row);
        }

        _next++;
        return true;
    }

    private void Take(NativeEstimates native, HistogramVariant variant, Row row)
    {
        native[variant.Estimate].CopyTo(row.Values);
        for (var step = 0; variant.Steps is not null && step < row.Steps; step++)
        {
            row.Values[step] = variant.Has(step) ? row.Values[step] : Slot.Absent;
        }

        SetLabels(row, native.Labels, variant);
        Annotate(native);
    }

    private void Take(ClassicGroup classic, HistogramVariant variant, Row row)
    {
        classic.Sort();
        if (_buckets.Length < classic.BucketCount)
        {
            _buckets = new CumulativeBucket[classic.BucketCount * 2];
        }

        ForcedMonotonicityDetail? forced = null;
        for (var step = 0; step < row.Steps; step += QuantileLanes.Count)
        {
            var steps = Math.Min(QuantileLanes.Count, row.Steps - step);
            if (steps < QuantileLanes.Count || variant.Steps is not null ||
                !_estimate.TryMany(variant.Estimate, step, classic, row.Values.Slice(step, steps)))
            {
                TakeOneByOne(classic, variant, row, step, steps, ref forced);
            }
        }

        SetLabels(row, classic.Labels, variant);
        if (forced is { } all)
        {
            Run.Annotations.Add(Annotations.ForcedMonotonicity(_table.NameFor(classic.Labels.View), _position, all));
        }
    }

    private void TakeOneByOne(
        ClassicGroup classic, HistogramVariant variant, Row row, int first, int count, ref ForcedMonotonicityDetail? forced)
    {
        for (var step = first; step < first + count; step++)
        {
            if (!variant.Has(step) || classic.Gather(step, _buckets) is not { IsEmpty: false } buckets)
            {
                continue;
            }

            row.Values[step] = _estimate.Of(variant.Estimate, step, buckets, out var fix);
            if (fix.WasForced && classic.TryAddMended(step))
            {
                var detail = new ForcedMonotonicityDetail(Grid[step], Grid[step], fix.MinBound, fix.MaxBound, fix.MaxDifference, Samples: 1);
                forced = forced?.Union(detail) ?? detail;
            }
        }
    }

    private void SetLabels(Row row, Labels labels, HistogramVariant variant)
    {
        row.SetLabels(labels.View);
        if (!Run.DelaysNames)
        {
            row.StripName();
        }

        if (variant.Value is { } value)
        {
            _builder.Reset(row.Labels);
            row.SetLabels(_builder.Set(_label, value).View());
        }

        if (Run.DelaysNames)
        {
            row.DropName(isDelayed: true);
        }
    }

    private void Annotate(NativeEstimates native)
    {
        var notes = native.Notes;
        if (notes == HistogramNotes.None)
        {
            return;
        }

        var name = _table.NameFor(native.Labels.View);
        if (notes.HasFlag(HistogramNotes.QuantileIsNaN))
        {
            Run.Annotations.Add(Annotations.QuantileIsNaN(name, _position));
        }

        if (notes.HasFlag(HistogramNotes.QuantileSkewedByNaN))
        {
            Run.Annotations.Add(Annotations.QuantileIsSkewedByNaN(name, _position));
        }

        if (notes.HasFlag(HistogramNotes.FractionWithoutNaN))
        {
            Run.Annotations.Add(Annotations.FractionExcludesNaN(name, _position));
        }
    }
}
