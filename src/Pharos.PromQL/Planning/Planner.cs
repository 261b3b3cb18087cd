using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pharos.PromQL.Aggregating;
using Pharos.PromQL.Binary;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Scalars;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.VectorFunctions;

namespace Pharos.PromQL.Planning;

/// <summary>Makes operators of an expression.</summary>
internal sealed partial class Planner
{
    private readonly QueryRun _run;
    private readonly QueryTimes _times;
    private readonly Explanation? _explanation;
    private readonly StepInvariance _invariance = new();

    private readonly List<ScalarColumn> _columns = [];

    /// <summary>The expressions around the one that is planned, from the outside in.</summary>
    private readonly List<Expression> _path = [];

    /// <param name="explanation">Gets the plan and what its parts do; null if nobody asks.</param>
    public Planner(QueryRun run, QueryTimes times, Explanation? explanation = null)
    {
        _run = run;
        _times = times;
        _explanation = explanation;
    }

    public QueryRun Run => _run;

    /// <summary>Whether a grid is that of a range, which may be shorter than its step.</summary>
    public bool IsOverRange(TimeGrid grid) => grid.Count > 1 || (grid == _times.Grid && _times.RangeMs > 0);

    /// <summary>Plans an expression whose type is an instant vector.</summary>
    public VectorOperator Vector(Expression expression, TimeGrid grid)
    {
        if (grid.Count == 0)
        {
            return new EmptyVector(_run, grid);
        }

        EnsureStack();
        expression = expression.WithoutParentheses();
        if (grid.Count > 1 && _invariance.Holds(expression))
        {
            return new RepeatedVector(_run, Vector(expression, grid.First()), grid);
        }

        _path.Add(expression);
        var node = _explanation?.Begin(expression, grid);
        var planned = expression switch
        {
            VectorSelector selector => Instant(selector, grid),
            Aggregation aggregation => Aggregate(aggregation, grid),
            BinaryExpression binary => Binary(binary, grid),
            UnaryExpression { Operator: UnaryOperator.Plus } unary => Vector(unary.Operand, grid),
            UnaryExpression unary => Unique(new NegatedVector(_run, Vector(unary.Operand, grid)), allowsParts: true),
            FunctionCall call => Call(call, grid),
            _ => throw new UnreachableException(),
        };
        _path.RemoveAt(_path.Count - 1);
        return node is null ? planned : _explanation!.End(_run, planned, node);
    }

    /// <summary>Plans an expression whose type is a scalar.</summary>
    public ScalarOperator Scalar(Expression expression, TimeGrid grid)
    {
        EnsureStack();
        expression = expression.WithoutParentheses();
        if (grid.Count > 1 && expression is not NumberLiteral && _invariance.Holds(expression))
        {
            return new RepeatedScalar(Scalar(expression, grid.First()));
        }

        _path.Add(expression);
        ScalarOperator planned = expression switch
        {
            NumberLiteral number => new ConstantScalar(number.Value),
            UnaryExpression { Operator: UnaryOperator.Plus } unary => Scalar(unary.Operand, grid),
            UnaryExpression unary => new NegatedScalar(Scalar(unary.Operand, grid)),
            BinaryExpression binary => new BinaryScalar(binary.Operator, Scalar(binary.Left, grid), Scalar(binary.Right, grid)),
            FunctionCall call => ScalarCall(call, grid),
            _ => throw new UnreachableException(),
        };
        _path.RemoveAt(_path.Count - 1);
        return planned;
    }

    public ScalarColumn Column(Expression expression, TimeGrid grid)
    {
        var column = new ScalarColumn(Scalar(expression, grid), grid);
        _columns.Add(column);
        return column;
    }

    /// <summary>Evaluates the scalars that nothing asked for: a query fails, or is annotated, whether there are series around them or not.</summary>
    public void EvaluateScalars() => _columns.ForEach(static column => column.Evaluate());

    /// <summary>Ends the query where series are the same after their names were dropped.</summary>
    /// <param name="allowsParts">Whether they may be the same if they share no step.</param>
    public VectorOperator Unique(VectorOperator planned, bool allowsParts) =>
        _run.DelaysNames ? planned : new UniqueGuard(_run, planned, allowsParts, onlyForTypes: planned.HasOneName);

    private static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new QueryException("the query is nested too deeply to be evaluated");
        }
    }

    private ScalarOperator ScalarCall(FunctionCall call, TimeGrid grid) => call.Function.Id switch
    {
        FunctionId.Time => new TimeScalar(grid),
        FunctionId.Pi => new ConstantScalar(Math.PI),
        FunctionId.Start => new ConstantScalar(_times.StartMs / 1000.0),
        FunctionId.End => new ConstantScalar(_times.EndMs / 1000.0),
        FunctionId.Step => new ConstantScalar(_times.VisibleStepMs / 1000.0),
        FunctionId.Range => new ConstantScalar(_times.RangeMs / 1000.0),
        FunctionId.MinOf => new ExtremeScalar(isLargest: false, Scalar(call.Arguments[0], grid), Scalar(call.Arguments[1], grid)),
        FunctionId.MaxOf => new ExtremeScalar(isLargest: true, Scalar(call.Arguments[0], grid), Scalar(call.Arguments[1], grid)),
        FunctionId.Scalar => new VectorAsScalar(Vector(call.Arguments[0], grid)),
        _ => throw new UnreachableException(),
    };

    private VectorOperator Binary(BinaryExpression binary, TimeGrid grid)
    {
        if (binary.Left.Type == ExpressionType.Scalar)
        {
            return Unique(new VectorWithScalar(_run, Vector(binary.Right, grid), Column(binary.Left, grid), isScalarLeft: true, binary), allowsParts: true);
        }

        if (binary.Right.Type == ExpressionType.Scalar)
        {
            return Unique(new VectorWithScalar(_run, Vector(binary.Left, grid), Column(binary.Right, grid), isScalarLeft: false, binary), allowsParts: true);
        }

        var left = Vector(binary.Left, grid);
        var right = Vector(binary.Right, grid);
        return BinaryOperators.IsSet(binary.Operator)
            ? new SetOperation(_run, left, right, binary)
            : new VectorJoin(_run, left, right, binary);
    }

    private VectorOperator Aggregate(Aggregation aggregation, TimeGrid grid)
    {
        var parameter = aggregation.Parameter is { Type: ExpressionType.Scalar } scalar ? Column(scalar, grid) : null;
        return AggregationTable.Create(
            new AggregationCall(_run, grid, aggregation, parameter), Vector(aggregation.Operand, grid));
    }

    private VectorOperator Call(FunctionCall call, TimeGrid grid)
    {
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            if (call.Arguments[i].Type == ExpressionType.Matrix)
            {
                return RangeCall(call, i, grid);
            }
        }

        return call.Function.Id switch
        {
            FunctionId.Vector => new VectorOfScalar(_run, grid, Scalar(call.Arguments[0], grid)),
            FunctionId.Timestamp or FunctionId.StartTimestamp when call.Arguments[0].WithoutParentheses() is VectorSelector selector =>
                Unique(TimeOfSamples(call, selector, grid), allowsParts: true),
            _ => VectorFunctionTable.Create(new VectorCall(this, call, grid)),
        };
    }
}
