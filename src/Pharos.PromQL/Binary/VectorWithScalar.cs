using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>An operator between each series and a number per step.</summary>
internal sealed class VectorWithScalar : TransformOperator
{
    private readonly BinaryExpression _expression;
    private readonly ElementArithmetic _elements;
    private readonly ScalarColumn _scalar;
    private readonly bool _isScalarLeft;

    public VectorWithScalar(QueryRun run, VectorOperator vector, ScalarColumn scalar, bool isScalarLeft, BinaryExpression expression)
        : base(run, vector)
    {
        _expression = expression;
        _elements = new ElementArithmetic(run, expression.Operator, expression.Position);
        _scalar = scalar;
        _isScalarLeft = isScalarLeft;
    }

    /// <summary>Whether an operator's result no longer is what its operand's name says.</summary>
    public static bool ChangesMeaning(BinaryOperator @operator) => @operator <= BinaryOperator.Atan2;

    protected override void Transform(Row row)
    {
        if (row.HasHistograms || _expression.Operator is BinaryOperator.TrimLower or BinaryOperator.TrimUpper)
        {
            TransformOneByOne(row);
        }
        else
        {
            // What is kept of a comparison is always the element of the vector.
            ColumnArithmetic.Apply(
                _expression.Operator,
                _isScalarLeft ? _scalar.Numbers : row.Values,
                _isScalarLeft ? row.Values : _scalar.Numbers,
                row.Values,
                _expression.ReturnsBool,
                row.Values);
        }

        if (ChangesMeaning(_expression.Operator) || _expression.ReturnsBool)
        {
            DropName(row);
        }
    }

    private void TransformOneByOne(Row row)
    {
        for (var step = 0; step < row.Steps; step++)
        {
            if (!row.HasSample(step))
            {
                continue;
            }

            var value = row.Values[step];
            var histogram = row.HistogramAt(step);
            var element = _isScalarLeft
                ? _elements.Apply(_scalar[step], null, value, histogram)
                : _elements.Apply(value, histogram, _scalar[step], null);
            if (!element.IsDefined)
            {
                row.ClearAt(step);
            }
            else if (_expression.ReturnsBool)
            {
                row.SetValue(step, element.Holds ? 1 : 0);
            }
            else if (!element.Holds)
            {
                row.ClearAt(step);
            }
            else if (!BinaryOperators.IsComparison(_expression.Operator))
            {
                row.SetElement(step, element.Value, element.Histogram);
            }
        }
    }
}
