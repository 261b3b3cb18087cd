using Pharos.Model.Histograms;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>What an operator makes of two samples.</summary>
/// <param name="Histogram">The result if it is a histogram.</param>
/// <param name="Holds">Whether the comparison holds; true for arithmetic.</param>
/// <param name="IsDefined">Whether the operator can be used on samples of these kinds at all.</param>
internal readonly record struct Element(double Value, FloatHistogram? Histogram, bool Holds, bool IsDefined)
{
    public static Element Of(double value) => new(value, null, Holds: true, IsDefined: true);

    public static Element Of(FloatHistogram histogram) => new(Slot.Absent, histogram, Holds: true, IsDefined: true);

    public static Element Undefined => new(Slot.Absent, null, Holds: false, IsDefined: false);
}

/// <summary>Operators between two samples of either kind, with annotations for what does not fit together.</summary>
internal sealed class ElementArithmetic
{
    private readonly QueryRun _run;
    private readonly BinaryOperator _operator;
    private readonly TextSpan _position;

    /// <param name="position">The whole binary expression, to which annotations point.</param>
    public ElementArithmetic(QueryRun run, BinaryOperator @operator, TextSpan position)
    {
        _run = run;
        _operator = @operator;
        _position = position;
    }

    /// <summary>A side is the histogram if there is one, otherwise the number.</summary>
    public Element Apply(double left, FloatHistogram? leftHistogram, double right, FloatHistogram? rightHistogram)
    {
        if (leftHistogram is null)
        {
            return rightHistogram is null ? Floats(left, right) : FloatAndHistogram(left, rightHistogram);
        }

        return rightHistogram is null ? HistogramAndFloat(leftHistogram, right) : Histograms(leftHistogram, rightHistogram);
    }

    private Element Floats(double left, double right)
    {
        if (_operator is BinaryOperator.TrimLower or BinaryOperator.TrimUpper)
        {
            return Incompatible("float", "float");
        }

        return BinaryOperators.IsComparison(_operator)
            ? new Element(left, null, FloatArithmetic.Compare(_operator, left, right), IsDefined: true)
            : Element.Of(FloatArithmetic.Calculate(_operator, left, right));
    }

    private Element FloatAndHistogram(double left, FloatHistogram right) => _operator == BinaryOperator.Multiply
        ? Element.Of(right.Copy().Multiply(left).Compact(0))
        : Incompatible("float", "histogram");

    private Element HistogramAndFloat(FloatHistogram left, double right) => _operator switch
    {
        BinaryOperator.Multiply => Element.Of(left.Copy().Multiply(right).Compact(0)),
        BinaryOperator.Divide => Element.Of(left.Copy().Divide(right).Compact(0)),
        BinaryOperator.TrimUpper => Element.Of(left.Copy().TrimAbove(right)),
        BinaryOperator.TrimLower => Element.Of(left.Copy().TrimBelow(right)),
        _ => Incompatible("histogram", "float"),
    };

    private Element Histograms(FloatHistogram left, FloatHistogram right)
    {
        switch (_operator)
        {
            case BinaryOperator.Equal:
                return new Element(Slot.Absent, left, left.ContentEquals(right), IsDefined: true);
            case BinaryOperator.NotEqual:
                return new Element(Slot.Absent, left, !left.ContentEquals(right), IsDefined: true);
            case BinaryOperator.Add:
            case BinaryOperator.Subtract:
                return Merge(left, right);
            default:
                return Incompatible("histogram", "histogram");
        }
    }

    private Element Merge(FloatHistogram left, FloatHistogram right)
    {
        var isAddition = _operator == BinaryOperator.Add;
        var operation = isAddition ? HistogramOperation.Addition : HistogramOperation.Subtraction;
        var result = left.Copy();
        var merged = isAddition ? result.Add(right) : result.Subtract(right);
        if (merged.HasFlag(HistogramMergeResult.IncompatibleSchemas))
        {
            _run.Annotations.Add(Annotations.IncompatibleBucketLayout(BinaryOperators.Symbol(_operator), _position));
            return Element.Undefined;
        }

        if (merged.HasFlag(HistogramMergeResult.CounterResetCollision))
        {
            _run.Annotations.Add(Annotations.CounterResetCollision(operation, _position));
        }

        if (merged.HasFlag(HistogramMergeResult.BoundsReconciled))
        {
            _run.Annotations.Add(Annotations.CustomBucketsReconciled(operation, _position));
        }

        if (!isAddition)
        {
            result.CounterResetHint = CounterResetHint.Gauge;
        }

        return Element.Of(result.Compact(0));
    }

    private Element Incompatible(string left, string right)
    {
        _run.Annotations.Add(Annotations.IncompatibleTypes(left, BinaryOperators.Symbol(_operator), right, _position));
        return Element.Undefined;
    }
}
