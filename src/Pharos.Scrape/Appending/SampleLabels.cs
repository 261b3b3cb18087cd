using Pharos.Model;

namespace Pharos.Scrape.Appending;

/// <summary>Puts a target's labels onto a sample's. Not safe for concurrent use.</summary>
internal sealed class SampleLabels
{
    private readonly (byte[] Name, byte[] Value)[] _target;
    private readonly bool _honorsExposed;
    private readonly List<(byte[] Name, byte[] Value)> _conflicts = [];

    /// <param name="honorsExposed">
    /// Whether an exposed label goes before the target's of the same name. One with an empty value does so too, and the sample has none then: that is
    /// how a Pushgateway keeps its own <c>instance</c> away from what was pushed.
    /// </param>
    public SampleLabels(Labels target, bool honorsExposed)
    {
        var pairs = new List<(byte[], byte[])>();
        foreach (var label in target.View)
        {
            pairs.Add((label.Name.ToArray(), label.Value.ToArray()));
        }

        _target = [.. pairs];
        _honorsExposed = honorsExposed;
    }

    public void Apply(LabelsBuilder labels)
    {
        _conflicts.Clear();
        foreach (var (name, value) in _target)
        {
            var has = Has(labels, name);
            if (_honorsExposed && (has || labels.WasAddedEmpty(name)))
            {
                continue;
            }

            if (has && labels.Get(name) is { IsEmpty: false } exposed)
            {
                _conflicts.Add((name, exposed.ToArray()));
            }

            labels.Set(name, value);
        }

        // Shorter names first, so that exported_a is free for a even if there is an exported_a too.
        _conflicts.Sort(static (left, right) => left.Name.Length.CompareTo(right.Name.Length));
        foreach (var (name, value) in _conflicts)
        {
            var renamed = name;
            do
            {
                renamed = [.. "exported_"u8, .. renamed];
            }
            while (!labels.Get(renamed).IsEmpty);

            labels.Set(renamed, value);
        }
    }

    private static bool Has(LabelsBuilder labels, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels.At(i).Name.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
