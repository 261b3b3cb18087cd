namespace Pharos.PromQL.Syntax;

public sealed class FunctionCall : Expression
{
    public FunctionCall(TextSpan position, FunctionSignature function, IReadOnlyList<Expression> arguments)
        : base(position, [.. arguments])
    {
        Function = function;
    }

    public FunctionSignature Function { get; }

    public IReadOnlyList<Expression> Arguments => Children;

    public override ExpressionType Type => Function.ReturnType;
}
