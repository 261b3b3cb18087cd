using System.Diagnostics;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Which operator evaluates which function over instant vectors.</summary>
internal static class VectorFunctionTable
{
    public static VectorOperator Create(VectorCall call) => call.Expression.Function.Id switch
    {
        FunctionId.Abs => call.Unique(new FloatFunction(call.Run, call.Vector(0), Math.Abs)),
        _ => throw new UnreachableException(),
    };
}
