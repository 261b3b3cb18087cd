using System.Text;
using Pharos.Model;

namespace Pharos.Scrape.Appending;

/// <summary>What a target says of its metric families. The scrape writes, anybody reads.</summary>
public sealed class TargetFamilies
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MetricMetadata> _families = new(StringComparer.Ordinal);

    /// <summary>How many entries were taken, as an estimate of how many lines of the exposition are no series.</summary>
    internal int Lines { get; private set; }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _families.Count;
            }
        }
    }

    /// <summary>An estimate of the memory they take.</summary>
    public long SizeBytes { get; private set; }

    public MetricMetadata? Find(string family)
    {
        lock (_lock)
        {
            return _families.GetValueOrDefault(family);
        }
    }

    public IReadOnlyList<KeyValuePair<string, MetricMetadata>> All()
    {
        lock (_lock)
        {
            return [.. _families];
        }
    }

    internal void SetType(ReadOnlySpan<byte> family, MetricType type) => Change(family, old => old with { Type = type });

    internal void SetHelp(ReadOnlySpan<byte> family, ReadOnlySpan<byte> help)
    {
        var text = Encoding.UTF8.GetString(help);
        Change(family, old => old with { Help = text });
    }

    internal void SetUnit(ReadOnlySpan<byte> family, ReadOnlySpan<byte> unit)
    {
        var text = Encoding.UTF8.GetString(unit);
        Change(family, old => old with { Unit = text });
    }

    private void Change(ReadOnlySpan<byte> family, Func<MetricMetadata, MetricMetadata> change)
    {
        var name = Encoding.UTF8.GetString(family);
        lock (_lock)
        {
            Lines++;
            var old = _families.GetValueOrDefault(name);
            var changed = change(old ?? new MetricMetadata(MetricType.Unknown, "", ""));
            _families[name] = changed;
            SizeBytes += changed.Help.Length + changed.Unit.Length + (old is null ? name.Length : -old.Help.Length - old.Unit.Length);
        }
    }
}
