using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Sets one label of each series from its other labels and looks at no sample.</summary>
internal abstract class LabelFunction : TransformOperator
{
    private readonly byte[] _target;
    private readonly LabelsBuilder _builder = new();
    private readonly ByteBuffer _value = new();

    protected LabelFunction(QueryRun run, VectorOperator input, ReadOnlySpan<byte> target)
        : base(run, input)
    {
        _target = target.ToArray();
    }

    public override bool HasOneName => base.HasOneName && !ReservedLabels.Contains(_target);

    public override bool IsWhole => false;

    protected sealed override void Transform(Row row)
    {
        _value.Clear();
        if (!TryAppendValue(row.Labels, _value))
        {
            return;
        }

        _builder.Reset(row.Labels);
        row.SetLabels(_builder.Set(_target, _value.Written).View());
        if (_target.AsSpan().SequenceEqual(LabelNames.MetricName))
        {
            row.KeepName();
        }
    }

    /// <summary>Appends the label's new value; an empty one removes it. False if it stays as it is.</summary>
    protected abstract bool TryAppendValue(LabelsView labels, ByteBuffer value);
}
