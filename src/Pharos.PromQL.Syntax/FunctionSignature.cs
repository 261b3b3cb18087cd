namespace Pharos.PromQL.Syntax;

/// <summary>What a function takes and gives.</summary>
/// <param name="Id">For switching.</param>
/// <param name="Name">As it is called.</param>
/// <param name="ArgumentTypes">
/// Types of the arguments in their order. With <paramref name="Variadic"/>, the last type goes for all that follow.
/// </param>
/// <param name="Variadic">
/// 0: as many arguments as types. Otherwise the last argument can be left out, or come up to this many times; any number of times if
/// negative.
/// </param>
/// <param name="ReturnType">What it gives.</param>
/// <param name="IsExperimental">Whether it has to be enabled.</param>
public sealed record FunctionSignature(
    FunctionId Id,
    string Name,
    IReadOnlyList<ExpressionType> ArgumentTypes,
    int Variadic,
    ExpressionType ReturnType,
    bool IsExperimental);
