using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Planning;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Aggregating;

/// <summary><c>count_values</c>: a series for each value that a group has, with the value in a label, which counts how often it is there.</summary>
internal sealed class ValueCountOperator : VectorOperator
{
    private const int RememberedValues = 64;

    private readonly VectorOperator _input;
    private readonly byte[] _label;
    private readonly bool _isLabelShown;
    private readonly LabelSubset _grouping;
    private readonly LabelsIndex _groups = new();
    private readonly StepCounts _counts;
    private readonly ByteBuffer _buffer = new();
    private readonly ByteBuffer _text = new();
    private readonly LabelsBuilder _builder = new();

    /// <summary>The groups of numbers that the row at hand had before.</summary>
    private readonly (long Bits, int Group, long Row)[] _remembered = new (long, int, long)[RememberedValues];
    private long _row;
    private bool _isRead;
    private int _next;

    public ValueCountOperator(AggregationCall call, VectorOperator input)
        : base(call.Run, call.Grid)
    {
        var expression = call.Expression;
        _input = input;
        _counts = new StepCounts(call.Run);
        _label = ((StringLiteral)expression.Parameter!.WithoutParentheses()).Value.ToArray();

        // What a series has under the label gives way to the value, unless the label itself is dropped.
        _isLabelShown = !expression.Without
            || !(_label.AsSpan().SequenceEqual(LabelNames.MetricName) || expression.Grouping.Any(name => name.AsSpan().SequenceEqual(_label)));
        _grouping = expression.Without
            ? LabelSubset.AllButNameAnd([.. expression.Grouping, _label])
            : LabelSubset.Only([.. expression.Grouping.Where(name => !name.AsSpan().SequenceEqual(_label))]);
    }

    public override bool IsWhole => true;

    protected override bool Advance(Row row)
    {
        if (!_isRead)
        {
            ReadAll(row);
            _isRead = true;
        }

        if (_next == _groups.Count)
        {
            return false;
        }

        row.Clear();
        row.SetLabels(_groups[_next]);
        _counts.CopyTo(_next++, row.Values);
        return true;
    }

    private void ReadAll(Row row)
    {
        if (!NameValidation.IsLabelName(_label, NameValidationScheme.Utf8))
        {
            throw new QueryException($"invalid label name {GoQuote.Quote(_label)}");
        }

        while (_input.Next(row))
        {
            _row++;
            Count(_grouping.Choose(row.Labels, _buffer), row);
        }
    }

    private void Count(LabelsView shared, Row row)
    {
        ReadOnlySpan<double> values = row.Values;
        for (var step = 0; step < values.Length; step++)
        {
            if (row.HistogramAt(step) is { } histogram)
            {
                _counts.Increment(GroupOf(shared, histogram), step);
            }
            else if (Slot.IsPresent(values[step]))
            {
                _counts.Increment(GroupOf(shared, values[step]), step);
            }
        }
    }

    private int GroupOf(LabelsView shared, double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        ref var remembered = ref _remembered[((uint)(bits >> 32) ^ (uint)bits) * 2654435769U >> 26];
        if (remembered.Row != _row || remembered.Bits != bits)
        {
            _text.Clear();
            GoFloat.AppendPlain(_text, value);
            remembered = (bits, GroupWith(shared, _text.Written), _row);
        }

        return remembered.Group;
    }

    private int GroupOf(LabelsView shared, FloatHistogram histogram)
    {
        _text.Clear();
        _text.Append(histogram.ToString());
        return GroupWith(shared, _text.Written);
    }

    private int GroupWith(LabelsView shared, ReadOnlySpan<byte> text)
    {
        if (_isLabelShown)
        {
            _builder.Reset(shared);
            shared = _builder.Set(_label, text).View();
        }

        _groups.Add(shared, out var group);
        return group;
    }
}
