namespace Pharos.Scrape.Tests.Hostile;

/// <summary>Tests that measure what the whole process allocates, and so run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostileTargetsAlone
{
    public const string Name = "hostile targets, measured";
}
