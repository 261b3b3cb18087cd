using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Planning;
using Pharos.PromQL.Selection;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>A call of a function over instant vectors, with the means to plan its arguments.</summary>
internal sealed class VectorCall
{
    private readonly Planner _planner;

    public VectorCall(Planner planner, FunctionCall expression, TimeGrid grid)
    {
        _planner = planner;
        Expression = expression;
        Grid = grid;
    }

    public FunctionCall Expression { get; }

    public TimeGrid Grid { get; }

    public QueryRun Run => _planner.Run;

    /// <summary>Whether the call is evaluated over a range of time, though it may have one step only.</summary>
    public bool IsOverRange => _planner.IsOverRange(Grid);

    public int ArgumentCount => Expression.Arguments.Count;

    /// <summary>An argument as it is written, without parentheses around it.</summary>
    public Expression Argument(int index) => Expression.Arguments[index].WithoutParentheses();

    public TextSpan PositionOf(int index) => Argument(index).Position;

    public VectorOperator Vector(int index) => _planner.Vector(Argument(index), Grid);

    /// <summary>A scalar argument.</summary>
    public ScalarColumn Scalar(int index) => _planner.Column(Argument(index), Grid);

    /// <summary>The text of an argument that is a string.</summary>
    public ReadOnlyMemory<byte> Text(int index) => ((StringLiteral)Argument(index)).Value;

    /// <summary>The texts of an argument and of all after it.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TextsFrom(int index)
    {
        var texts = new List<ReadOnlyMemory<byte>>();
        for (var i = index; i < ArgumentCount; i++)
        {
            texts.Add(Text(i));
        }

        return texts;
    }

    /// <summary>The times of the first selector in an argument.</summary>
    public SampleTimes SelectorTimes(int index) => _planner.InfoTimes(Argument(index), Grid);

    /// <summary>Guards a result whose names were dropped.</summary>
    public VectorOperator Unique(VectorOperator result) => _planner.Unique(result, allowsParts: true);
}
