using Pharos.Compatibility.Tests.Queries.Answers;
using Pharos.Compatibility.Tests.Queries.Generation;

namespace Pharos.Compatibility.Tests.Queries;

/// <param name="Difference">Null if there is none.</param>
/// <param name="Tolerated">Why a difference is right; null if it is not.</param>
internal sealed record QueryComparison(AskedQuery Query, QueryAnswer Expected, string? Difference, string? Tolerated)
{
    public bool IsWrong => Difference is not null && Tolerated is null;

    public override string ToString() => $"{Query}\n  {Difference}";
}
