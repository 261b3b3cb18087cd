using Pharos.Compatibility.Tests.Queries.Answers;
using Pharos.Compatibility.Tests.Queries.Generation;

namespace Pharos.Compatibility.Tests.Queries;

/// <summary>A behaviour of Prometheus 3.14, which ours is, that 3.5 does not have yet.</summary>
/// <param name="Reason">What changed, and in which version.</param>
internal sealed record ToleratedDifference(string Name, string Reason, Func<AskedQuery, QueryAnswer, QueryAnswer, bool> Fits)
{
    private static readonly ToleratedDifference[] All = [];

    /// <summary>The first that explains why the answers differ.</summary>
    public static ToleratedDifference? Find(AskedQuery query, QueryAnswer expected, QueryAnswer actual) =>
        Array.Find(All, rule => rule.Fits(query, expected, actual));
}
