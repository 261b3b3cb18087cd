using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Scrape.Targets;

/// <summary>What makes a target the one that it is: its labels after relabelling, and its URL. The same over reloads and restarts.</summary>
internal sealed class TargetIdentity : IEquatable<TargetIdentity>
{
    private readonly Labels _labels;
    private readonly string _url;

    public TargetIdentity(Labels labels, string url)
    {
        _labels = labels;
        _url = url;
        Hash = labels.View.StableHash() ^ (XxHash64.Hash(Encoding.UTF8.GetBytes(url)) * 0x9E3779B97F4A7C15);
    }

    public ulong Hash { get; }

    public bool Equals(TargetIdentity? other) => other is not null && Hash == other.Hash && _url == other._url && _labels == other._labels;

    public override bool Equals(object? obj) => Equals(obj as TargetIdentity);

    public override int GetHashCode() => (int)Hash;
}
