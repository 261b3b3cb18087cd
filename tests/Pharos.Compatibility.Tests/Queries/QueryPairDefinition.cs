namespace Pharos.Compatibility.Tests.Queries;

/// <summary>Tests that share one <see cref="QueryPair"/>.</summary>
[CollectionDefinition(Name)]
public sealed class QueryPairDefinition : ICollectionFixture<QueryPair>
{
    public const string Name = "queries";
}
