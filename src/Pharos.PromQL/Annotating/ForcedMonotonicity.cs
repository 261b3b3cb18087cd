using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Annotating;

/// <summary>Where counts of a classic histogram's buckets decreased, and by how much.</summary>
internal readonly record struct ForcedMonotonicityDetail(
    long FirstTimeMs, long LastTimeMs, double LowestBucket, double HighestBucket, double LargestDifference, int Samples)
{
    public ForcedMonotonicityDetail Union(in ForcedMonotonicityDetail other) => new(
        Math.Min(FirstTimeMs, other.FirstTimeMs),
        Math.Max(LastTimeMs, other.LastTimeMs),
        Math.Min(LowestBucket, other.LowestBucket),
        Math.Max(HighestBucket, other.HighestBucket),
        Math.Max(LargestDifference, other.LargestDifference),
        Samples + other.Samples);
}

/// <summary>A classic histogram whose buckets decreased was mended before a quantile was taken.</summary>
internal sealed record ForcedMonotonicity(string Text, TextSpan Position, ForcedMonotonicityDetail Detail) : Info(Text, Position)
{
    public override string FullText =>
        $"{Text}, from buckets {NumberText.Shortest(Detail.LowestBucket)} to {NumberText.Shortest(Detail.HighestBucket)}, " +
        $"with a max diff of {NumberText.Rough(Detail.LargestDifference)}, over {Detail.Samples} samples " +
        $"from {NumberText.Time(Detail.FirstTimeMs)} to {NumberText.Time(Detail.LastTimeMs)}";

    public override Annotation Merge(Annotation earlier) =>
        earlier is ForcedMonotonicity other ? this with { Detail = Detail.Union(other.Detail) } : this;
}
