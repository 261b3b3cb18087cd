using Pharos.Model;

namespace Pharos.Scrape.Appending;

/// <summary>A metric family of a target. Belongs to <see cref="TargetFamilies"/>.</summary>
internal sealed class TargetFamily(byte[] name)
{
    public ReadOnlySpan<byte> Name => name;

    public MetricMetadata Metadata { get; set; } = new(MetricType.Unknown, "", "");

    public bool HasType { get; set; }

    /// <summary>The last round that something was said of it.</summary>
    public int Round { get; set; }

    /// <summary>The last round that something else was said of it than before.</summary>
    public int ChangedRound { get; set; }
}
